#!/bin/bash
#
# trace_record_test.sh: the recorders write just the events that happened.
#
#     trace_record_test.sh [BUILD]     (default: build)
#
# Needs the recorders lib/librc-record-*.so of the build and in its test/: trace_show and the programs that are
# recorded. The one for libavutil runs on the true one; those for jq and GStreamer on stand-ins, which are there
# once more with a layout that is not the known one.

set -uo pipefail

build=$(realpath "${1:-build}")
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

# The recorder of a library, what it records, and what is said of that: threads, and events not seen.
while read -r name what threads unseen; do
    recorder=$build/lib/librc-record-$name.so program=$build/test/trace_record_$what
    record RC_TRACE_FILE="$work/trace" RC_TRACE_VERBOSE=1
    result $? "$name: the program runs under the recorder"
    "$build/test/trace_show" "$work/trace" >"$work/got" 2>>"$work/err"
    result $? "$name: the trace is consistent"
    tr ' ' '\n' <"$work/out" >"$work/want"
    diff "$work/want" "$work/got" >"$work/diff"
    result $? "$name: it holds the events that happened, and no others"
    grep -qx "rc-record: $work/trace: [0-9]* events, $threads threads, resynchronised: $unseen" "$work/err"
    result $? "$name: the events that could not be seen are counted: $unseen"
    [ "$(find "$work" -name 'trace*' | wc -l)" -eq 1 ] && [ "$(wc -l <"$work/err")" -eq 1 ]
    result $? "$name: nothing else is written, not by a child either"
    rm -f "$work/trace"
done <<'LIST'
avbuffer program 2 1
gstreamer gobject 2 3
jq jq 1 0
LIST

# The events of a program are held against what it says. So a recorder that misses one would be found.
sed -i '0,/0r0/s///' "$work/want"
! diff -q "$work/want" "$work/got" >/dev/null
result $? "one event more or less would be noticed"

for pair in 'jq jq' 'gstreamer gobject'; do
    read -r name what <<<"$pair"
    recorder=$build/lib/librc-record-$name.so program=$build/test/trace_record_$what
    record RC_TRACE_FILE="$work/trace" LD_LIBRARY_PATH="$build/test/wrong"
    [ ! -e "$work/trace" ] && [ "$(wc -l <"$work/err")" -eq 1 ] && grep -q '^rc-record: no trace is written' "$work/err"
    result $? "$name: a library with another layout is not recorded, which is one line on stderr"
done

recorder=$build/lib/librc-record-avbuffer.so program=$build/test/trace_record_program
record RC_TRACE_FILE="$work/quiet" && [ ! -s "$work/err" ] && [ -e "$work/quiet" ]
result $? "without RC_TRACE_VERBOSE nothing is said"
record RC_TRACE_FILE=/nonexistent/trace && [ "$(wc -l <"$work/err")" -eq 1 ] &&
    grep -q '/nonexistent/trace cannot be written: No such file' "$work/err"
result $? "a trace that cannot be written is one line on stderr; the program is none the worse"
record -u RC_TRACE_FILE && [ "$(wc -l <"$work/err")" -eq 1 ] && grep -q 'not set' "$work/err"
result $? "so is a file name that was not given"

# The scripts that record, without what they need.
mkdir "$work/bin" && ln -s "$(command -v bash)" "$(command -v dirname)" "$work/bin"
for pair in 'clip ffmpeg' 'jq jq' 'gstreamer gst-launch-1.0'; do
    read -r name command <<<"$pair"
    script=$(dirname "$0")/../record/trace-$name
    PATH=$work/bin bash "$script" --build "$build" >"$work/out" 2>"$work/err"
    [ $? -eq 2 ] && [ "$(wc -l <"$work/err")" -eq 1 ] && grep -q "trace-$name: $command is not installed" "$work/err"
    result $? "trace-$name says when $command is missing"
    "$script" --bogus 1 >"$work/out" 2>"$work/err"
    [ $? -eq 2 ] && [ "$(wc -l <"$work/err")" -eq 1 ] && grep -q 'unknown argument --bogus' "$work/err"
    result $? "trace-$name refuses what it does not know"
done

tap_done
