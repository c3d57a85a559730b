#!/bin/sh
# suites_test.sh: the suites of rc-bench beside counts, from the outside: what they list and measure, what they
# do without peers, and that a missed promise is noticed. TAP.
#
#   bench/tests/suites_test.sh           BUILD: where the programs are (build)
cd "$(dirname "$0")/../.." || exit 2
BUILD=${BUILD:-${1:-build}}
BENCH=$BUILD/bin/rc-bench ALONE=$BUILD/test/rc-bench-alone FAULTY=$BUILD/test/rc-bench-faulty
. bench/tests/tool.sh

# ------------------------------------------------------------------------------------- options

ok "an unknown suite is refused" refuses rc-bench "$BENCH" --suite nonsense
ok "a suite that is not named is refused" refuses rc-bench "$BENCH" --suite
ok "a backend of another suite is refused" refuses rc-bench "$BENCH" --suite slots --backend malloc
ok "a filter that is no expression is refused" refuses rc-bench "$BENCH" --suite slots --rounds 1 '--benchmark_filter=['
ok "also where there are no loops" refuses rc-bench "$BENCH" --suite programs --rounds 1 '--benchmark_filter=['
ok "and there, one that matches nothing" refuses rc-bench "$BENCH" --suite programs --rounds 1 --benchmark_filter=nothing
ok "promises about one backend are refused" refuses rc-bench "$BENCH" --suite slots --targets --backend bare
exits_with 0 "$BENCH" --help > "$dir/help"
# Each with something of ours that it must list, and something to compare it with.
while read -r suite ours case peer; do
    ok "--help names $suite" grep -qw "$suite" "$dir/help"
    ok "--list of $suite" exits_with 0 "$BENCH" --suite "$suite" --list
    ok "has $ours, measured by $case" sh -c "grep -q '^$ours  *.' '$dir/out' && grep -qF '$case/$ours' '$dir/out'"
    [ "$peer" = - ] || ok "and $peer" grep -q "^$peer  *peer\|^$peer  *floor" "$dir/out"
done <<'LIST'
sharing biased handed/100 std_shared_ptr
slots atomic+hazard_asym load/2 bare
slots biased+epoch mix/1 std
structures atomic+epoch list/1 raw_epoch
garbage atomic+rcu_qsbr stalled/20000 -
cycles atomic ring/10000 python3
mixes biased+epoch config-borrow/999-1-t1 std
sets atomic+lock map/10000-t1 std_locked
programs biased drop-chain/1000000-t1 std
programs atomic+epoch map/10000-t1 c11
programs plain trees/14-t1 python3
LIST

# ------------------------------------------------------------------------------------- results

cat > "$dir/shape.py" <<'PYTHON'
import json, sys
suite, name, rounds, cases, backends, unit = sys.argv[1:]
lines = [json.loads(line) for line in open(name)]
results = [one for one in lines if one["kind"] == "result"]
assert lines[0]["kind"] == "environment", lines[0]
assert {one["case"] for one in results} == set(cases.split(",")), results
assert {one["backend"] for one in results} >= set(backends.split(",")), results
for one in results:
    assert one["suite"] == suite and one["program"] == "rc-bench", one
    assert one["unit"] in unit.split(","), one
    assert one["threads"] == 1 or one["clock"] == "wall", one
    assert 1 <= one["repetitions"] == len(one["samples"]) <= int(rounds), one
    assert 0 < one["ns_min"] <= one["ns_p25"] <= one["ns_median"] <= one["ns_p75"], one
    # Where nobody let go of the processor.
    assert one.get("ns_round_trip", 100) > 5 and ("ns_round_trip" not in one or one["threads"] == 2), one
PYTHON

# shape SUITE ROUNDS FILTER CASES BACKENDS UNITS
shape()
{
    ok "$1: a short run" exits_with 0 "$BENCH" --suite "$1" --quick --rounds "$2" --benchmark_filter="$3" --json "$dir/$1"
    ok "$1: the shape of its results" json "$1" "$dir/$1" "$2" "$4" "$5" "$6" < "$dir/shape.py"
}

shape slots 2 '^(load|borrow|give)/[12]/(atomic|bare|std)' load,borrow,give atomic+hazard_asym,atomic+epoch,bare,std ns
# A floor on a slower way of malloc than what stands on it would be none.
ok "slots: stores of ours and their floor" exits_with 0 "$BENCH" --suite slots --quick --rounds 5 \
    '--benchmark_filter=^store/1/(atomic.epoch|bare)' --json "$dir/floor"
ok "slots: the floor is well below" json "$dir/floor" <<'PYTHON'
import json, sys
ns = {one["backend"]: one["ns_min"] for one in map(json.loads, open(sys.argv[1])) if one["kind"] == "result"}
assert 1 < ns["bare"] < ns["atomic+epoch"] / 1.5, ns
PYTHON
shape structures 1 '/1/(atomic.epoch/|raw)' stack,list,hash atomic+epoch,raw_epoch ns
shape garbage 1 '/20000/atomic.(epoch|hazard)$' running,stalled atomic+epoch,atomic+hazard objects
shape cycles 1 '^(ring|live)/10000/|^churn/.*/(atomic-sliced|python3)$' ring,live,churn atomic,biased,python3 \
    ns,ms,bytes,objects
ok "cycles: time of the processor, pauses by the clock" json "$dir/cycles" <<'PYTHON'
import json, sys
results = [one for one in map(json.loads, open(sys.argv[1])) if one["kind"] == "result"]
assert {one["clock"] for one in results if one["unit"] == "ns"} == {"cpu"}, results
assert {one["clock"] for one in results if one["api"] == "pause"} == {"wall"}, results
PYTHON
shape mixes 1 '/(atomic.epoch|std)$' load,borrow,config-load,config-borrow atomic+epoch,std ns
shape sets 1 '/(atomic.epoch|raw_epoch|std_locked)$' stack,list,hash,map atomic+epoch,raw_epoch,std_locked ns
shape programs 1 '/(plain|biased|atomic.epoch|c11|std|bare|python3)$' \
    trees,drop-chain,drop-tree,drop-star,json,larson,map,cache plain,biased,atomic+epoch,c11,std,bare,python3 \
    ns,us,objects,percent
ok "a table with a row for each scheme" sh -c \
    "'$BENCH' --suite slots --quick --rounds 1 --benchmark_filter=^load/1/ 2> /dev/null | grep -q '^atomic+epoch '"
ok "the library's own list has what is no loop" sh -c \
    "'$BENCH' --suite cycles --benchmark_list_tests=true 2> /dev/null | grep -q '^ring/10000/atomic'"

# The page of documentation, with these results.
cp docs/measuring-slots.md "$dir/page.md"
ok "results go into the page" exits_with 0 /usr/bin/python3 bench/report/measured.py "$dir/page.md" \
    "$dir/slots" "$dir/structures" "$dir/garbage" "$dir/cycles"
for line in '### Slots' '| atomic+epoch | ' '### Garbage' '| ring/10000/peak | ' '<!-- measured: end -->'; do
    ok "with '$line'" grep -qF "$line" "$dir/page.md"
done
ok "once more, and it is the same" sh -c "cp '$dir/page.md' '$dir/first.md' && /usr/bin/python3 bench/report/measured.py \
    '$dir/page.md' '$dir/slots' '$dir/structures' '$dir/garbage' '$dir/cycles' && cmp '$dir/page.md' '$dir/first.md'"
echo 'no marks' > "$dir/none.md"
ok "a page without marks is refused" exits_with 2 /usr/bin/python3 bench/report/measured.py "$dir/none.md" "$dir/slots"

# ------------------------------------------------------------------------------- seeded faults

# faulty SUITE FILTER BACKEND WORDS: a run with what is wrong on purpose ends with these words, and measures nothing.
faulty()
{
    ok "$1: $3 is found out by $2" exits_with 1 "$FAULTY" --suite "$1" --quick --rounds 1 --backend "$3" \
        --benchmark_filter="^$2/" --json "$dir/faulty"
    ok "and it says so" sh -c "grep -q '^rc-bench: $2/.*: $4' '$dir/err' && [ ! -e '$dir/faulty' ]"
}

for workload in trees drop-chain drop-tree drop-star json larson map cache; do
    faulty programs $workload atomic+epoch-lose_release 'objects left: [0-9]*, and 0'
    faulty programs $workload atomic+epoch-wrong_result 'the result is [0-9]*, and [0-9]* is right'
done
faulty mixes load faulty-lose_release 'objects left: [0-9]*, and 0'
faulty mixes load faulty-wrong_result 'words of objects that have been freed were read: 1, and 0'
for graph in ring churn; do
    faulty cycles $graph faulty-lose_release 'faulty-lose_release collected [0-9]*9 objects, and [0-9]*0 are'
    faulty cycles $graph faulty-wrong_result 'faulty-wrong_result collected [0-9]*1 objects, and [0-9]*0 are'
done
for structure in list hash; do
    faulty sets $structure faulty-lose_release 'objects left: 1, and 0'
    faulty sets $structure faulty-wrong_result 'keys in it: [0-9]*, and [0-9]*'
done

# ------------------------------------------------------------------------------- without peers

ok "without peers: --list" exits_with 0 "$ALONE" --suite slots --list
ok "has none of them" sh -c "grep -q '^std ' '$dir/out' && ! grep -q 'boost\|xenium\|arc_swap' '$dir/out'"
ok "without peers: a run" exits_with 0 "$ALONE" --suite slots --quick --rounds 1 --benchmark_filter=^give/1/
ok "without peers: promises cannot be judged" sh -c \
    "'$ALONE' --suite slots --targets --quick --rounds 1 --benchmark_filter='/1/' > '$dir/out' 2> '$dir/err'; [ \$? -eq 2 ]"
ok "and it says how to get them" grep -q 'make deps-peers' "$dir/err"

# ------------------------------------------------------------------------------------ promises

# All promises of a suite kept, by numbers that nobody measured: the ratios that --json has of a run, or would have.
cat > "$dir/kept.py" <<'PYTHON'
import json, sys
suite, path = sys.argv[1:]
times = {}
for case in "load", "borrow", "chain", "store", "give":
    for scheme in "rcu_qsbr", "hazard_asym", "rcu_memb", "epoch", "hazard":
        times[case, "1", "atomic+" + scheme] = 1.0
    times[case, "1", "bare"] = 1.0
    times[case, "1", "boost"] = 1.0
for scheme in "rcu_memb", "epoch", "hazard":
    times["borrow", "1", "atomic+" + scheme] = 0.7
for scheme in "rcu_qsbr", "hazard_asym", "rcu_memb":
    times["load", "2", "atomic+" + scheme] = 10.0
times["load", "2", "std"] = 100.0
for kind in "stack", "list", "hash":
    times[kind, "1", "atomic+epoch"] = times[kind, "1", "raw_epoch"] = 1.0
for backend in "atomic", "biased":
    for graph in "live", "ring":
        for objects in "10000", "100000", "1000000", "10000000":
            times[graph, objects, backend] = 50.0
times["ring", "1000000", "python3"] = 150.0
for scheme in "lock", "hazard", "hazard_asym", "epoch", "rcu_memb", "rcu_qsbr", "rcu_bp":
    for backend in "atomic", "biased":
        for stores in "20000", "200000":
            times["stalled", stores, backend + "+" + scheme] = 100.0
with open(path, "w") as out:
    for (case, shape, backend), ns in times.items():
        print(json.dumps({"kind": "result", "suite": suite, "case": case, "shape": shape, "api": "",
                          "backend": backend, "threads": int(shape == "2") + 1, "clock": "cpu",
                          "ns_median": ns}), file=out)
PYTHON

# missed SUITE WHAT CASE SHAPE BACKEND NS: with this one number the promise is missed.
missed()
{
    line="\"case\": \"$3\", \"shape\": \"$4\".*\"backend\": \"$5\""
    sed "/$line/s/\"ns_median\": [0-9.]*/\"ns_median\": $6/" "$dir/kept-$1" > "$dir/missed"
    ok "$1: $2 is missed" exits_with 1 "$BENCH" --suite "$1" --targets-from "$dir/missed"
    ok "$1: and named" grep -qF "$3/$4/$5" "$dir/out"
}

for suite in slots structures garbage cycles; do
    json $suite "$dir/kept-$suite" < "$dir/kept.py"
    ok "$suite: kept promises are kept" exits_with 0 "$BENCH" --suite $suite --targets-from "$dir/kept-$suite"
done
missed slots "a slow load" load 1 atomic+rcu_qsbr 1.26
missed slots "a load as slow as a lock" load 2 atomic+hazard_asym 34
missed slots "a slow borrow" borrow 1 atomic+hazard_asym 1.51
missed slots "a borrow that costs a count" borrow 1 atomic+epoch 0.76
missed slots "a slow store" give 1 atomic+rcu_memb 1.21
missed structures "a slow list" list 1 atomic+epoch 1.16
missed garbage "garbage without bound" stalled 200000 atomic+hazard 151
missed cycles "a collection that is not linear" live 10000000 biased 76
missed cycles "one slower than Python's" ring 1000000 atomic 151
ok "results of another suite are none" refuses rc-bench "$BENCH" --suite structures --targets-from "$dir/kept-slots"

tap_done
