#!/bin/sh
# bench_asm_test.sh: the operations on objects are the operations on counters, 16 bytes further on.
# TAP.
#
#   bench/tests/bench_asm_test.sh        CC: the compiler (gcc)
#
# Each operation is compiled alone, once on a counter and once on an object that is known not to be
# NULL; the usual way through what gcc -O2 makes of the two must be the same but for the addresses.
# The last tests worsen the object's side on purpose, by a call and by a memory access, to see the
# comparison fail.
cd "$(dirname "$0")/../.." || exit 2
CC=${CC:-gcc}
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
. refcount/tool/tap.sh

report()
{
    [ "$1" = yes ]
    tap_result $? "$2" "$dir/difference"
}

cat > "$dir/operations.c" <<'C'
#include "refcount/refcount.h"

void outside(void *object);
extern long cell;

#ifdef OBJECT
#define COUNTED void
#define KNOWN(p) if ((p) == NULL) __builtin_unreachable()
#define retain(p) ((void)rc_retain(p))
#define release(p) rc_release(p)
#define unique(p) rc_is_unique(p)
#define try_retain(p) rc_try_retain(p)
#else
#define COUNTED rc_counter
#define KNOWN(p) (void)(p)
#define retain(p) rc_counter_retain(p)
#define release(p) rc_counter_release((p), rc_object_dispose_)
#define unique(p) rc_counter_is_unique(p)
#define try_retain(p) rc_counter_try_retain(p)
#endif

#ifdef WORSE
#define SPOIL(p) WORSE
#else
#define SPOIL(p) (void)0
#endif

void f_retain(COUNTED *p) { KNOWN(p); SPOIL(p); retain(p); }
void f_release(COUNTED *p) { KNOWN(p); release(p); }
bool f_unique(COUNTED *p) { KNOWN(p); return unique(p); }
bool f_try_retain(COUNTED *p) { KNOWN(p); return try_retain(p); }
C

# The usual way through one function: from its first instruction to the first one that leaves it,
# since gcc puts what is unlikely behind that. Left out is what comes of the header's place: its
# displacement, the subtraction of it and the register for the result. So what differs is a call, a
# jump, an access to memory (a saved register is one), or work that the counter does not need.
usual_way()
{
    objdump -dr --no-show-raw-insn "$1" | awk -v name="<$2>:" '
        inside && /R_X86_64/ { print "at", $3 }
        inside && left && !/R_X86_64/ { exit }
        inside && !/R_X86_64/ { sub(/^ *[0-9a-f]+:[ \t]*/, ""); print }
        inside && /^(ret|jmp)/ { left = 1 }
        $2 == name { inside = 1 }' |
        sed -E '/^lea +-0x10\(%rdi\),/d; /^sub +\$0x10,%rdi/d; /^mov +%r[a-z0-9]+,%r[a-z0-9]+$/d
                /^(nop|xchg +%ax,%ax|cs nop|data16)/d
                s/-?0x[0-9a-f]+\(/(/; s/%[er][a-z0-9]+/R/g; s/ +/ /g
                s/^(j[a-z]+|call) .*/\1/'
}

# same FUNCTION: is it the same in the two object files?
same()
{
    usual_way "$dir/counter.o" "$1" > "$dir/counter.s"
    usual_way "$dir/object.o" "$1" > "$dir/object.s"
    [ -s "$dir/counter.s" ] && diff "$dir/counter.s" "$dir/object.s" > "$dir/difference"
}

compile()
{
    backend=$1
    shift
    $CC -std=c11 -O2 -D_GNU_SOURCE -I. -DRC_BACKEND="$backend" "$@" -c "$dir/operations.c"
}

for backend in plain atomic biased; do
    compile $backend -o "$dir/counter.o" && compile $backend -DOBJECT -o "$dir/object.o" || exit 2
    for operation in retain release unique try_retain; do
        same f_$operation && verdict=yes || verdict=no
        report $verdict "$backend: $operation of an object is that of a counter"
    done
done

for worse in 'outside(p)' 'cell++' '((long *)p)[0] = 0'; do
    for backend in plain atomic biased; do
        compile $backend -o "$dir/counter.o" &&
            compile $backend -DOBJECT "-DWORSE=$worse" -o "$dir/object.o" || exit 2
        same f_retain && verdict=no || verdict=yes
        report $verdict "$backend: an added '$worse' is noticed"
    done
done

tap_done
