#!/bin/bash
#
# install_test.sh BUILD: the three ways to choose a backend, by the programs under docs/examples/, against
# the library as it is installed, for both compilers; then the installation is taken away again.

build=$(realpath "${1:-build}")
top=$(realpath "$(dirname "$0")/../..")
cd "$top" || exit 2
backends=$(sed -n 's/^ *X(\([a-z0-9_]*\)).*/\1/p' refcount/counters/list.h)
. refcount/tool/tap.sh
ok() { # status text
    tap_result "$@"
}

prefix=$(mktemp -d)
work=$(mktemp -d)
trap 'rm -rf "$prefix" "$work"' EXIT
make -s install BUILD="$build" PREFIX="$prefix" >/dev/null; ok $? "make install"
export PKG_CONFIG_PATH=$prefix/lib/pkgconfig LD_LIBRARY_PATH=$prefix/lib
examples=$top/docs/examples
cd "$work" || exit 2
warn="-std=c11 -O2 -Wall -Wextra -Wpedantic -Werror"

inline_says=$'reader 0 counted 12 letters\nreader 1 counted 12 letters\n%s: 3 objects made, 0 left'
link_says=$'%s: 2 users\none has left\nclosing README.md'
slots_says=$'%s: 3 readers saw settings 0 to 1000, none torn'
cycles_say=$'0 collected while Cleo remembers Ada\nCleo is forgotten\n%s: 2 collected, 0 left'
run_says=$'page 1: made\npage 1: cached\npage 1: made\nbackend %s'
# shellcheck disable=SC2059
says() { [ "$("./$1" 2>&1)" = "$(printf "$2" "$3")" ]; }
# Whose friendship is broken first is for the collector to choose.
# shellcheck disable=SC2059
cycles_end() { # backend
    [ "$(./cycles | grep -v '^[AB].* is forgotten$')" = "$(printf "$cycles_say" "$1")" ] &&
        [ "$(./cycles | sed -n 's/^\([AB].*\) is forgotten$/\1/p' | sort | xargs)" = "Ada Ben" ]
}
flags() { pkg-config "$@"; }

# shellcheck disable=SC2046,SC2086
for cc in gcc clang; do
    $cc $warn -c "$examples/link.c" $(flags --cflags refcount-atomic); ok $? "$cc: link.c compiles once"
    for b in $backends; do
        rm -f inline link
        $cc $warn -DRC_BACKEND=$b "$examples/inline.c" $(flags --cflags --libs refcount-$b) -o inline &&
            says inline "$inline_says" $b; ok $? "$cc, $b: inline, shared library"
        $cc $warn -DRC_BACKEND=$b "$examples/inline.c" $(flags --cflags refcount-$b) \
            "$prefix/lib/librefcount-$b.a" -o inline && says inline "$inline_says" $b
        ok $? "$cc, $b: inline, archive"
        if [ $b != plain ]; then
            $cc $warn "$examples/slots.c" $(flags --cflags --libs refcount-$b) -o slots &&
                says slots "$slots_says" $b; ok $? "$cc, $b: slots linked, shared library"
            $cc $warn -DRC_BACKEND=$b "$examples/slots.c" $(flags --cflags refcount-$b) \
                "$prefix/lib/librefcount-$b.a" -o slots && says slots "$slots_says" $b
            ok $? "$cc, $b: slots inline, archive"
        fi
        $cc $warn "$examples/cycles.c" $(flags --cflags --libs refcount-$b) -o cycles && cycles_end $b
        ok $? "$cc, $b: cycles linked, shared library"
        $cc $warn -DRC_BACKEND=$b "$examples/cycles.c" $(flags --cflags refcount-$b) \
            "$prefix/lib/librefcount-$b.a" -o cycles && cycles_end $b
        ok $? "$cc, $b: cycles inline, archive"
        $cc link.o $(flags --libs refcount-$b) -o link && says link "$link_says" $b
        ok $? "$cc, $b: linked, shared library"
        $cc link.o "$prefix/lib/librefcount-$b.a" -pthread -o link && says link "$link_says" $b
        ok $? "$cc, $b: linked, archive"
    done
    $cc $warn "$examples/run.c" $(flags --cflags --libs refcount) -o run; ok $? "$cc: run.c links librefcount"
    for b in $backends; do
        REFCOUNT_BACKEND=$b says run "$run_says" $b; ok $? "$cc: REFCOUNT_BACKEND=$b"
        REFCOUNT_BACKEND=check+$b says run "$run_says" $b; ok $? "$cc: REFCOUNT_BACKEND=check+$b"
    done
    for library in "$(flags --libs refcount)" "$prefix/lib/librefcount.a"; do
        $cc $warn "$examples/slots.c" $(flags --cflags refcount) $library -o slots &&
            REFCOUNT_BACKEND=biased says slots "$slots_says" biased; ok $? "$cc: slots chosen at start-up: $library"
    done
    for library in "$(flags --libs refcount)" "$prefix/lib/librefcount.a"; do
        $cc $warn "$examples/cycles.c" $(flags --cflags refcount) $library -o cycles
        for b in $backends; do
            REFCOUNT_BACKEND=$b cycles_end $b && REFCOUNT_BACKEND=check+$b cycles_end $b
            ok $? "$cc: cycles of $b chosen at start-up: $library"
        done
    done
    said=$(REFCOUNT_BACKEND=check+atomic ./slots 2>&1)
    [ $? -eq 2 ] && [ "$said" = "refcount: slots cannot be used in checked mode" ]
    ok $? "$cc: slots in checked mode are one line and status 2"
    env -u REFCOUNT_BACKEND ./run | grep -q 'backend atomic'; ok $? "$cc: atomic unless told otherwise"
    said=$(REFCOUNT_BACKEND=fast ./run 2>&1)
    [ $? -eq 2 ] && [ "$said" = "refcount: REFCOUNT_BACKEND names no backend: fast" ]
    ok $? "$cc: an unknown backend is one line and status 2"
    REFCOUNT_VERBOSE=1 REFCOUNT_BACKEND=mutex ./run 2>&1 | grep -q '^refcount: backend mutex$'
    ok $? "$cc: REFCOUNT_VERBOSE=1 says which"
    $cc $warn "$examples/run.c" $(flags --cflags refcount) "$prefix/lib/librefcount.a" -o run &&
        REFCOUNT_BACKEND=biased says run "$run_says" biased; ok $? "$cc: run.c with the archive"
done

# With -flto a linked backend is as inline as an inline one: main must not call rc_counter_retain.
# shellcheck disable=SC2046,SC2086
for b in $backends; do
    gcc $warn -flto "$examples/link.c" $(flags --cflags refcount-$b) "$prefix/lib/librefcount-$b.a" -o lto &&
        says lto "$link_says" $b; ok $? "gcc -flto, $b: linked, archive"
done
gcc $warn -flto "$examples/link.c" $(flags --cflags refcount-plain) "$prefix/lib/librefcount-plain.a" -o lto
! objdump -d lto --disassemble=main | grep -q 'call.*rc_counter_retain'; ok $? "-flto inlines the count"
# ... and the check can tell:
gcc $warn "$examples/link.c" $(flags --cflags refcount-plain) "$prefix/lib/librefcount-plain.a" -o lto
objdump -d lto --disassemble=main | grep -q 'call.*rc_counter_retain'; ok $? "without it the count is a call"

# Each header stands alone, in strict C11 for every backend, and in C++ for the linked ones.
for b in extern $backends; do
    good=0
    for h in counter object thread weak refcount; do
        for cc in gcc clang; do
            printf '#include <refcount/%s.h>\nint unused;\n' $h >alone.c
            $cc $warn "-DRC_BACKEND=$b" -I"$prefix/include/refcount-1" -fsyntax-only alone.c || good=1
        done
    done
    for h in cycles reclaim slot tagged links weak_slot structures/stack structures/queue structures/sorted_list \
        structures/hash structures/map; do
        for cc in gcc clang; do
            printf '#include <gc/%s.h>\nint unused;\n' $h >alone.c
            $cc $warn "-DRC_BACKEND=$b" -I"$prefix/include/refcount-1" -fsyntax-only alone.c || good=1
        done
    done
    ok $good "headers stand alone: $b"
done
printf '#include <refcount/refcount.h>\nint main() { return rc_get_backend() == nullptr; }\n' >cxx.cc
g++ -std=c++17 -Wall -Wextra -Wpedantic -Werror cxx.cc -I"$prefix/include/refcount-1" -L"$prefix/lib" \
    -lrefcount-atomic -o cxx && ./cxx; ok $? "C++ links the same library"
printf '#include <gc/slot.h>\nint main() { rc_slot s; rc_slot_init(&s, nullptr); return rc_slot_holds(&s, nullptr) ? 0 : 1; }\n' >cxx.cc
g++ -std=c++17 -Wall -Wextra -Wpedantic -Werror cxx.cc -I"$prefix/include/refcount-1" -L"$prefix/lib" \
    -lrefcount-atomic -o cxx && ./cxx; ok $? "... and its slots"

for so in "$prefix"/lib/*.so.1.0.0; do
    others=$(nm -D --defined-only "$so" | awk '$3 !~ /^rc_/ { print $3 }')
    [ -z "$others" ]; ok $? "$(basename "$so") exports rc_ names only${others:+: $others}"
    readelf -d "$so" | grep -q "SONAME.*$(basename "$so" .1.0.0).1\]"; ok $? "$(basename "$so") has a SONAME"
done

make -s -C "$top" uninstall BUILD="$build" PREFIX="$prefix" >/dev/null; ok $? "make uninstall"
[ -z "$(find "$prefix" -type f -o -type l)" ]; ok $? "nothing is left behind"

tap_done
