#!/bin/bash
#
# coro_asm_test.sh: what the owner of a coroutine does in a step needs no locked instruction, with any backend. TAP.
#
# A time would say the same on an idle machine only. `make coro-speed` measures it.

cd "$(dirname "$0")/../.." || exit 2
. refcount/tool/tap.sh
backends=$(sed -n 's/^ *X(\([a-z0-9_]*\)).*/\1/p' refcount/counters/list.h)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The instructions of a function that lock the bus: lock ..., or an exchange with memory.
locked() { # object, function
    objdump -d --no-show-raw-insn "$1" | awk -v name="<$2>:" '$2 == name { on = 1 } /^$/ { on = 0 } on' >"$work/code"
    [ -s "$work/code" ] && grep -cE '\block\b|\bxchg.*\(' "$work/code"
}

for b in $backends; do
    gcc -std=c11 -O2 -D_GNU_SOURCE -I. -DRC_BACKEND="$b" -c refcount/types/coroutine.c -o "$work/$b.o" 2>"$work/code"
    tap_result $? "$b: compiles" "$work/code"
    [ "$(locked "$work/$b.o" "rc_${b}_coroutine_send")" = 0 ]
    tap_result $? "$b: no locked instruction in a step of the owner's" "$work/code"
done

# ... and one would be seen: another thread needs the exchange.
[ "$(locked "$work/atomic.o" send_shared)" = 1 ]
tap_result $? "another thread's step has one" "$work/code"
tap_done
