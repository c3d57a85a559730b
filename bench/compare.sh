#!/bin/sh
# compare.sh: stress verdicts, benchmarks and a replayed program for every backend, side by side.
#
#   bench/compare.sh            what `make compare` runs once the programs are built
#
# BUILD    where the programs are and the report goes (build)
# TRACE    the recording to replay (BUILD/trace/ffmpeg.rctrace, else the small one that comes along)
#
# Exit status: 0 all as it should be; 1 a verdict is not what it should be: a thread-safe backend is
# broken, one that is not thread-safe was not found out, or a replay went wrong; 2 something is
# missing.
set -u
cd "$(dirname "$0")/.." || exit 2
BUILD=${BUILD:-build}
out=$BUILD/report

fail()
{
    echo "compare: $*" >&2
    exit 2
}

# Runs a program whose exit status 1 is a finding for the report to judge.
step()
{
    echo "== $1"
    shift
    [ -x "$1" ] || fail "$1 is not built"
    "$@" > "$out/last.log"
    status=$?
    [ $status -le 1 ] || fail "$1 failed with status $status (its output: $out/last.log)"
}

recording()
{
    if [ -n "${TRACE:-}" ]; then
        echo "$TRACE"
    elif [ -r "$BUILD/trace/ffmpeg.rctrace" ]; then
        echo "$BUILD/trace/ffmpeg.rctrace"
    else
        echo bench/trace/samples/ffmpeg-small.rctrace
    fi
}

mkdir -p "$out" || fail "cannot make $out"
rm -f "$out/stress.jsonl" "$out/bench.jsonl" "$out/slots.jsonl" "$out/replay.jsonl"

step "1 of 4: two threads share a dictionary: does every object die once, at the right time?" \
    "$BUILD/bin/rc-stress" --scenario shared-dict --backend all --json "$out/stress.jsonl"
step "2 of 4: what a reference costs (10 seconds, or up to a minute if the machine is busy)" \
    "$BUILD/bin/rc-bench" --quick --json "$out/bench.jsonl"

step "3 of 4: what a slot costs that threads share (a few seconds; more with rc-bench --suite slots)" \
    "$BUILD/bin/rc-bench" --suite slots --quick --rounds 5 '--benchmark_filter=^(load|borrow|give|mix)/' \
    --json "$out/slots.jsonl"

trace=$(recording)
case $trace in
*/samples/*) origin="the sample that comes with the sources, because no recording was made here" ;;
*) origin="recorded on this machine" ;;
esac
step "4 of 4: replaying $trace ($origin)" \
    "$BUILD/bin/rc-replay" --backend all --repeat 5 --json "$out/replay.jsonl" "$trace"
rm -f "$out/last.log"

exec /usr/bin/python3 bench/report/main.py --stress "$out/stress.jsonl" --bench "$out/bench.jsonl" \
    --slots "$out/slots.jsonl" --replay "$out/replay.jsonl" --origin "$origin" --output "$out"
