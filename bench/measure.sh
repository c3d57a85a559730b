#!/bin/sh
# measure.sh: what `make measure` runs: all suites of rc-bench about gc/, with their promises, and the results
# put into docs/measuring-slots.md. About ten minutes, on a machine that does nothing else.
#
# BUILD    where the program is and the results go (build)
#
# Exit status: 0 all promises kept; 1 one was missed; 2 something is missing.
set -u
cd "$(dirname "$0")/.." || exit 2
BUILD=${BUILD:-build}
out=$BUILD/measured
mkdir -p "$out" || exit 2
missed=0
for suite in slots structures garbage cycles; do
    echo "== $suite"
    "$BUILD/bin/rc-bench" --suite $suite --targets --json "$out/$suite.jsonl"
    status=$?
    [ $status -le 1 ] || { echo "measure: $suite failed with status $status" >&2; exit 2; }
    [ $status -eq 0 ] || missed=1
done
set --
for suite in slots structures garbage cycles; do
    set -- "$@" "$out/$suite.jsonl"
done
/usr/bin/python3 bench/report/measured.py docs/measuring-slots.md "$@" || exit 2
exit $missed
