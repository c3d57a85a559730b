#!/bin/bash
#
# trace_record_test.sh: the libavutil recorder writes just the events that happened.
#
#     trace_record_test.sh [BUILD]     (default: build)
#
# Needs lib/librc-record-avbuffer.so, test/trace_show and test/trace_record_program of the build.

set -uo pipefail

build=$(realpath "${1:-build}")
recorder=$build/lib/librc-record-avbuffer.so
program=$build/test/trace_record_program
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT


. "$(dirname "$0")/../../refcount/tool/tap.sh"

result() {
    tap_result "$1" "$2" "$work/err" "$work/diff"
}

# record ENVIRONMENT...: runs the program under the recorder.
record() {
    : >"$work/diff"
    env "$@" LD_PRELOAD="$recorder" "$program" >"$work/out" 2>"$work/err"
}

record RC_TRACE_FILE="$work/trace" RC_TRACE_VERBOSE=1
result $? "the program runs under the recorder"
"$build/test/trace_show" "$work/trace" >"$work/got" 2>>"$work/err"
result $? "the trace is consistent"
tr ' ' '\n' <"$work/out" >"$work/want"
diff "$work/want" "$work/got" >"$work/diff"
result $? "it holds the events that happened, and no others"
grep -qx "rc-record: $work/trace: [0-9]* events, 2 threads, resynchronised: 1" "$work/err"
result $? "the event that could not be seen is counted"
[ "$(find "$work" -name 'trace*' | wc -l)" -eq 1 ] && [ "$(wc -l <"$work/err")" -eq 1 ]
result $? "nothing else is written, not by the child either"

record RC_TRACE_FILE="$work/quiet" && [ ! -s "$work/err" ] && [ -e "$work/quiet" ]
result $? "without RC_TRACE_VERBOSE nothing is said"
record RC_TRACE_FILE=/nonexistent/trace && [ "$(wc -l <"$work/err")" -eq 1 ] &&
    grep -q '/nonexistent/trace cannot be written: No such file' "$work/err"
result $? "a trace that cannot be written is one line on stderr; the program is none the worse"
record -u RC_TRACE_FILE && [ "$(wc -l <"$work/err")" -eq 1 ] && grep -q 'not set' "$work/err"
result $? "so is a file name that was not given"

# trace-clip without what it needs.
clip=$(dirname "$0")/../record/trace-clip
mkdir "$work/bin" && ln -s "$(command -v bash)" "$(command -v dirname)" "$work/bin"
PATH=$work/bin bash "$clip" --build "$build" >"$work/out" 2>"$work/err"
[ $? -eq 2 ] && [ "$(wc -l <"$work/err")" -eq 1 ] && grep -q 'ffmpeg is not installed' "$work/err"
result $? "trace-clip says when ffmpeg is missing"

tap_done
