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
for other in bench/trace/samples/*.rctrace; do
    expect 0 "all backends replay ${other##*/}" "$replay" "$other"
done
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

# One thread, in the recorded order.
expect 0 "--one-thread" "$replay" --one-thread --backend plain "$work/handover"
says 'plain +ok'

# The table: several traces, both ways, and the order apart.
expect 0 "--table" "$replay" --table --repeat 3 --json "$work/table.json" "$sample" "$work/handover"
says "$sample: .* % of the objects are shared"
says '^  one: 1, 100.0 % of the events by the first toucher'
says '^ +by clock +ns +order +counts'
ways=$([ "$(nproc)" -gt 1 ] && [ "$(nproc)" -lt 5 ] && echo 5 || echo 4)
[ "$(grep -cE '^    (plain|atomic|biased|mutex|global) ' "$work/out")" -eq $((ways * ${#backends[@]})) ]
result $? "... and has a line for each trace, way and backend; fewer threads only where they are too many"
/usr/bin/python3 - "$work/table.json" $((ways * ${#backends[@]})) >"$work/out" 2>"$work/err" <<'PYTHON'
import json, sys
lines = [json.loads(line) for line in open(sys.argv[1])]
assert len(lines) == int(sys.argv[2]), len(lines)
assert {line["recorded"] for line in lines} == {"ffmpeg-small", "handover"}
assert {line["kind"] for line in lines} == {"replay"} and {line["verdict"] for line in lines} == {"ok"}
for mode in ("threads", "one"):
    mine = [line for line in lines if line["mode"] == mode and line["recorded"] == "ffmpeg-small"]
    # One measurement of the order for all of a table's half, and no more left than it leaves.
    assert len({line["ns_order"] for line in mine}) == 1 and mine[0]["ns_order"] > 0
    for line in mine:
        assert abs(line["ns_per_event"] - line["ns_order"] - line["ns_counts"]) < 0.01 + line["ns_per_event"] / 1e4
        assert line["low"] <= line["ratio_to_plain"] <= line["high"]
    plain = [line for line in mine if line["backend"] == "plain"]
    assert len(plain) == 1 and plain[0]["ratio_to_plain"] == plain[0]["low"] == plain[0]["high"] == 1
PYTHON
result $? "... and as JSON: what is left of the order is what the counts take"
expect 0 "--table of one backend" "$replay" --table --repeat 1 --backend biased --json - "$work/one"
[ "$(wc -l <"$work/out")" -eq 4 ] && [ "$(grep -c '"backend":"plain"' "$work/out")" -eq 2 ]
result $? "... has it and plain"

# Bad usage.
refuse "no trace" "no trace given"
refuse "two traces" "more than one trace" "$sample" "$sample"
refuse "a table of nothing" "no trace given" --table
refuse "a table with a bad trace, before anything is said" "No such file" --table "$sample" "$work/none"
refuse "a table and --info" "--table says all that --info does" --table --info "$sample"
refuse "a table and --one-thread" "--table says all that --one-thread does" --table -1 "$sample"
refuse "a table that would take for ever" "at most 1000" --table --repeat 1001 "$sample"
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
expect 1 "the table shows what miscounts" "$build/test/rc-replay-lose_release" --table --repeat 1 --json "$work/lost-table" "$sample"
says "atomic +VIOLATION .*(survived its last release|did not die)"
[ "$(grep -c '"verdict": *"violation"' "$work/lost-table")" -eq $(((ways - 2) * ${#backends[@]})) ] &&
    ! grep -q ns_per_event "$work/lost-table"
result $? "... and compares it with nothing"
grep -q '"verdict": *"violation"' "$work/lost" && grep -q '"first_violation"' "$work/lost"
result $? "a violation is in the JSON results"

tap_done
