#!/bin/bash
#
# replay_test.sh: rc-replay from the outside: verdicts, exit status, and what it says when.
#
#     replay_test.sh [BUILD]      BUILD holds bin/ and test/ (default: build)
#
# Run from the top of the source tree. Besides bin/rc-replay it needs test/trace_make and the two
# replays that miscount on purpose, test/rc-replay-lose_release and test/rc-replay-early_release:
# a checker that cannot fail proves nothing.

set -uo pipefail

build=${1:-build}
replay=$build/bin/rc-replay
sample=bench/trace/samples/ffmpeg-small.rctrace
backends=(plain atomic biased mutex global)
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT


# result STATUS NAME: one line of TAP, and on failure what the command said.
. "$(dirname "$0")/../../refcount/tool/tap.sh"

result() {
    tap_result "$1" "$2" "$work/out" "$work/err"
}

# expect STATUS NAME COMMAND...: the command ends with this status.
expect() {
    local want=$1 name=$2 got
    shift 2
    "$@" >"$work/out" 2>"$work/err"
    got=$?
    [ "$got" -eq "$want" ] || echo "exit status $got, not $want" >>"$work/err"
    result $((got != want)) "$name"
}

# refuse NAME TEXT ARGUMENT...: status 2, nothing on stdout, one line on stderr with the text in it.
refuse() {
    local name=$1 text=$2 got
    shift 2
    "$replay" "$@" >"$work/out" 2>"$work/err"
    got=$?
    [ "$got" -eq 2 ] && [ ! -s "$work/out" ] && [ "$(wc -l <"$work/err")" -eq 1 ] &&
        grep -qF -- "$text" "$work/err"
    result $? "$name"
}

says() {
    grep -qE -- "$1" "$work/out"
    result $? "... and says $1"
}

make_trace() {
    "$build/test/trace_make" "$work/$1" "${@:2}"
}

# Right verdicts.
for backend in "${backends[@]}"; do
    expect 0 "$backend replays the sample" "$replay" --backend "$backend" --repeat 3 "$sample"
    says "$backend +ok"
done
expect 0 "all backends, threads in another order" "$replay" --seed 7 --repeat 5 "$sample"
expect 0 "--info" "$replay" --info "$sample"
says 'shared objects'
expect 0 "--list" "$replay" --list
says '^biased '
expect 0 "--help" "$replay" --help
says '^usage: rc-replay'

# Objects alive at the end: their references are released, by one thread or by several.
make_trace left 0c0 0r0 1r0 1c1 0r1 2r1 2r1
expect 0 "objects alive at the end die too" "$replay" --repeat 20 "$work/left"
# A handover: made by one thread, dead by another, while the maker goes on.
make_trace handover 0c0 1r0 0l0 1d0 0c1 1r1 0l1 1d1 0c2 1r2 0l2 1d2 0c3 1d3
expect 0 "objects handed over to another thread" "$replay" --repeat 50 "$work/handover"
make_trace one 0c0
expect 0 "a trace of one event" "$replay" "$work/one"

# JSON: one object per result and line, to stdout alone or to a whole file.
expect 0 "--json -" "$replay" --json - --seed 3 "$sample"
[ "$(wc -l <"$work/out")" -eq ${#backends[@]} ] && [ "$(grep -c '^{.*}$' "$work/out")" -eq ${#backends[@]} ]
result $? "... and prints an object per backend and nothing else"
says '"verdict": ?"ok"'
says '"seed": ?3'
expect 0 "--json FILE" "$replay" --json "$work/results.json" --backend atomic "$sample"
says 'atomic +ok'
[ "$(wc -l <"$work/results.json")" -eq 1 ] && [ "$(find "$work" -name 'results*' | wc -l)" -eq 1 ]
result $? "... and leaves one complete file"

# Bad usage.
refuse "no trace" "no trace given"
refuse "two traces" "more than one trace" "$sample" "$sample"
refuse "an unknown option" "--bogus" --bogus "$sample"
refuse "an unknown short option" "-x" -x "$sample"
refuse "an option without its value" "--backend" "$sample" --backend
refuse "an unknown backend" "bogus" --backend bogus "$sample"
refuse "no number" "--repeat" --repeat many "$sample"
refuse "no repetition" "--repeat" --repeat 0 "$sample"
refuse "a negative seed" "--seed" --seed -1 "$sample"
refuse "results that cannot be written" "/nonexistent/x" --json /nonexistent/x "$sample"

# Bad traces.
: >"$work/empty"
head -c 1000 "$sample" >"$work/truncated"
{ cat "$sample"; echo; } >"$work/longer"
{ head -c 2000 "$sample"; printf '\377'; tail -c +2002 "$sample"; } >"$work/damaged"
refuse "a file that is not there" "No such file" "$work/none"
refuse "a directory" "Is a directory" "$work"
refuse "an empty file" "empty: offset 0: the file is empty" "$work/empty"
refuse "a program" "not a reference count trace" "$replay"
refuse "a truncated trace" "truncated: offset " "$work/truncated"
refuse "a longer trace" "longer: offset " "$work/longer"
refuse "a damaged trace" "damaged: offset 2" "$work/damaged"
make_trace early 0c0 0r0 0d0 0l0
refuse "a death too early" "offset 26: destruction of object 0, which has 2 references" "$work/early"
make_trace late 0c0 0l0 0d0
refuse "a death too late" "offset 25: release of the last reference" "$work/late"
make_trace again 0c0 0d0 1r0
refuse "an event after death" "retain of object 0 after its destruction" "$work/again"

# The checker can fail: kernels that miscount on purpose.
for backend in "${backends[@]}"; do
    expect 1 "$backend losing releases is caught" \
        "$build/test/rc-replay-lose_release" --backend "$backend" --json "$work/lost" "$sample"
    says "$backend +VIOLATION .*(survived its last release|did not die)"
    expect 1 "$backend releasing early is caught" \
        "$build/test/rc-replay-early_release" --backend "$backend" "$sample"
    says "$backend +VIOLATION .*died early"
done
grep -q '"verdict": *"violation"' "$work/lost" && grep -q '"first_violation"' "$work/lost"
result $? "a violation is in the JSON results"

tap_done
