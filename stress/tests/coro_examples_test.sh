#!/bin/bash
#
# coro_examples_test.sh BUILD: the coroutines under docs/examples/coro/ print what Python prints for the
# originals beside them: with each backend's library, and with the one that chooses at start-up. The originals
# are those of the founding note, all of them.

build=$(realpath "${1:-build}")
cd "$(dirname "$0")/../.." || exit 2
backends=$(sed -n 's/^ *X(\([a-z0-9_]*\)).*/\1/p' refcount/counters/list.h)
. refcount/tool/tap.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
make -s libraries BUILD="$build" >/dev/null
flags="-std=c11 -O2 -D_GNU_SOURCE -Wall -Wextra -Wpedantic -Werror -I. -L$build/lib -Wl,-rpath,$build/lib -pthread"

same() { # program: prints what Python has printed
    "$work/$1" >"$work/said" 2>&1 && cmp "$work/said" "$work/expected"
}

for name in simple_coroutine simple_coro2 priming averager averager_result demo_exc_handling demo_finally; do
    [ -s docs/examples/coro/$name.c ] && [ -s docs/examples/coro/$name.py ]
    tap_result $? "$name: is there, in C and in Python"
done

for original in docs/examples/coro/*.py; do
    name=$(basename "$original" .py)
    /usr/bin/python3 "$original" >"$work/expected" 2>&1 && [ -s "$work/expected" ]
    tap_result $? "$name: Python runs the original"
    # shellcheck disable=SC2086
    for b in $backends; do
        gcc $flags -DRC_BACKEND="$b" "docs/examples/coro/$name.c" -lrefcount-"$b" -o "$work/inline" >"$work/log" 2>&1 &&
            same inline >>"$work/log" 2>&1
        tap_result $? "$name, $b: prints the same" "$work/log"
    done
    gcc $flags "docs/examples/coro/$name.c" -lrefcount -o "$work/run" >"$work/log" 2>&1
    tap_result $? "$name: compiles for any backend" "$work/log"
    for b in atomic check+biased; do
        REFCOUNT_BACKEND=$b same run >"$work/log" 2>&1
        tap_result $? "$name, chosen at start-up, $b: prints the same" "$work/log"
    done
    # The same object file with another backend's library.
    gcc $flags "docs/examples/coro/$name.c" -lrefcount-biased -o "$work/linked" >"$work/log" 2>&1 &&
        same linked >>"$work/log" 2>&1
    tap_result $? "$name, linked: prints the same" "$work/log"
done

# ... and a difference would be seen.
echo more >>"$work/expected"
! same run >/dev/null 2>&1
tap_result $? "a line that is missing is seen"
tap_done
