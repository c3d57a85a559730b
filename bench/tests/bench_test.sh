#!/bin/sh
# bench_test.sh: rc-bench from the outside: options, results, and that a missed promise is noticed.
# TAP.
#
#   bench/tests/bench_test.sh            BENCH: the program (build/bin/rc-bench)
cd "$(dirname "$0")/../.." || exit 2
BENCH=${BENCH:-${BUILD:-build}/bin/rc-bench}
. bench/tests/tool.sh

# ------------------------------------------------------------------------------------- options

ok "--help" exits_with 0 "$BENCH" --help
ok "--list" exits_with 0 "$BENCH" --list
cp "$dir/out" "$dir/list"
for word in plain atomic biased mutex global c11 malloc pair/one/counter/plain \
    copy/random/counter/c11; do
    ok "--list shows $word" grep -q "^$word" "$dir/list"
done
ok "plain is not measured with two threads on one object" \
    sh -c "! grep -q '^contended.*/plain' '$dir/list'"
ok "an unknown option is refused" refuses rc-bench "$BENCH" --nonsense
ok "a missing value is refused" refuses rc-bench "$BENCH" --json
ok "an unknown backend is refused" refuses rc-bench "$BENCH" --backend nonsense
ok "a decorated backend is refused" refuses rc-bench "$BENCH" --backend check+atomic
ok "an argument is refused" refuses rc-bench "$BENCH" surplus
ok "no rounds are refused" refuses rc-bench "$BENCH" --rounds 0
ok "a seed that is no number is refused" refuses rc-bench "$BENCH" --seed x
ok "an option that Google Benchmark does not know is refused" refuses rc-bench "$BENCH" --benchmark_nonsense=1
ok "promises about one backend are refused" refuses rc-bench "$BENCH" --targets --backend biased
ok "a file that is not there is refused" refuses rc-bench "$BENCH" --targets-from "$dir/none"
ok "a place that cannot be written is refused" refuses rc-bench "$BENCH" --json "$dir/none/x" --rounds 1

# ------------------------------------------------------------------------------------- results

# The other peers are peers_test.sh's.
ok "a quick run" exits_with 0 "$BENCH" --quick --rounds 5 --json "$dir/quick" '--benchmark_filter=-/(std|urcu|boost|g|rust)_'
ok "its results: every backend, sane numbers" json "$dir/quick" <<'PYTHON'
import json, sys
lines = [json.loads(line) for line in open(sys.argv[1])]
results = [one for one in lines if one["kind"] == "result"]
assert lines[0]["kind"] == "environment", lines[0]
for key in "compiler", "flags", "kernel", "cpu", "load", "revision", "benchmark_library":
    assert key in lines[0], key
backends = {one["backend"] for one in lines if one["kind"] == "backend"}
assert backends >= {"plain", "atomic", "biased", "mutex", "global"}, backends
assert {one["backend"] for one in results} == backends | {"c11", "malloc"}
assert {one["case"] for one in results} | {"contended"} == {
    "pair", "remote", "contended", "private", "create", "copy"}
for one in results:
    # Of two threads on one object only those repetitions count in which they met.
    least = 1 if one["case"] == "contended" else 5
    assert least <= one["repetitions"] <= 5 and 0 <= one["clean"] <= 5, one
    assert len(one["samples"]) == one["repetitions"], one
    assert 0 < one["ns_min"] <= one["ns_p25"] <= one["ns_median"] <= one["ns_p75"] < 100000, one
    assert one["threads"] == (2 if one["case"] in ("contended", "private") else 1), one
PYTHON
ok "one backend, chosen cases, JSON on stdout and nothing else there" sh -c \
    "'$BENCH' --backend biased --rounds 2 --json - --benchmark_filter=^pair/ > '$dir/one'"
ok "only these are in it" json "$dir/one" <<'PYTHON'
import json, sys
results = [one for one in map(json.loads, open(sys.argv[1])) if one["kind"] == "result"]
assert len(results) == 6 and all(one["backend"] == "biased" for one in results), results
PYTHON

ok "a filter that matches nothing" exits_with 2 "$BENCH" --benchmark_filter=^nothing$
ok "the library's own list" exits_with 0 "$BENCH" --benchmark_list_tests=true
ok "has the cases" grep -q '^pair/one/counter/plain' "$dir/out"

# ------------------------------------------------------------------------------------ promises

# All promises kept, by numbers that nobody measured.
json "$dir/kept" <<'PYTHON'
import json, sys
times = {"plain": 1.0, "biased": 1.1, "atomic": 6.0, "c11": 6.0}
lines = [("pair", shape, api, backend, ns) for shape in ("one", "rr", "sep")
         for api in ("counter", "object") for backend, ns in times.items()]
lines += [("remote", shape, api, backend, 6.0) for shape in ("one", "rr", "sep")
          for api in ("counter", "object") for backend in ("atomic", "biased")]
lines += [("create", "32", "", backend, 10.0)
          for backend in ("plain", "atomic", "biased", "malloc")]
with open(sys.argv[1], "w") as out:
    for case, shape, api, backend, ns in lines:
        one = {"kind": "result", "case": case, "shape": shape, "api": api, "backend": backend,
               "threads": 1, "clock": "cpu", "ns_median": ns}
        print(json.dumps(one), file=out)
PYTHON
ok "kept promises are kept" exits_with 0 "$BENCH" --targets-from "$dir/kept"

# missed NAME CASE SHAPE BACKEND NS: with this one number the promise is missed.
missed()
{
    line="\"case\": \"$2\", \"shape\": \"$3\".*\"backend\": \"$4\""
    sed "/$line/s/\"ns_median\": [0-9.]*/\"ns_median\": $5/" "$dir/kept" > "$dir/missed"
    ok "$1 is missed" exits_with 1 "$BENCH" --targets-from "$dir/missed"
    ok "and named" grep -q "^MISSED.*$2/$3/" "$dir/out"
}

missed "a slow owner" pair one biased 1.21
missed "a slow owner of many objects" pair rr biased 1.46
missed "an owner that is no faster than an atomic" pair rr atomic 4.9
missed "a slow non-owner" remote sep biased 7
missed "an atomic slower than one by hand" pair sep atomic 6.4
missed "a slow creation" create 32 biased 11.6

grep -v '"remote"' "$dir/kept" > "$dir/part"
ok "promises without results are refused" refuses rc-bench "$BENCH" --targets-from "$dir/part"
echo '{"kind": "result",' > "$dir/bad"
ok "a malformed file is refused" refuses rc-bench "$BENCH" --targets-from "$dir/bad"
echo '{"kind": "result", "case": "pair", "ns_median": -1}' > "$dir/bad"
ok "a negative time is refused" refuses rc-bench "$BENCH" --targets-from "$dir/bad"

tap_done
