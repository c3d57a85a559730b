#!/bin/bash
#
# coro_catalogue_test.sh BUILD: every case of the catalogue of coroutines, T01 to T77, is run and is good, on every
# backend where it applies: two threads that share one coroutine need a backend for threads.

build=$(realpath "${1:-build}")
cd "$(dirname "$0")/../.." || exit 2
. refcount/tool/tap.sh
backends=$(sed -n 's/^ *X(\([a-z0-9_]*\)).*/\1/p' refcount/counters/list.h)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export RC_TEST_PERCENT=${RC_TEST_PERCENT:-1}

# What the two programs of a backend say, which must both end well.
for b in $backends; do
    make -s BUILD="$build" "$build/test/coro-$b" "$build/test/coro-cycles-$b" >"$work/log" 2>&1 &&
        "$build/test/coro-$b" >"$work/$b" 2>>"$work/log" && "$build/test/coro-cycles-$b" >>"$work/$b" 2>>"$work/log"
    tap_result $? "$b: its programs end well" "$work/log"
done

# The line that closes a case: `ok 12 - atomic: t01_life: nothing is left behind'.
was_run() { # backend, number
    grep -qE "^ok [0-9]+ - $1: t$2_[a-z0-9_]+: nothing is left behind\$" "$work/$1"
}

for number in $(seq -w 1 77); do
    missing=
    for b in $backends; do
        [ "$b" = plain ] && [ "$number" = 70 ] && continue
        was_run "$b" "$number" || missing+=" $b"
    done
    printf 'not run on:%s\n' "$missing" >"$work/log"
    [ -z "$missing" ]
    tap_result $? "T$number is run on every backend" "$work/log"
done

# ... and one that is not there would be missed.
! was_run atomic 78
tap_result $? "a case that does not exist is not found"
tap_done
