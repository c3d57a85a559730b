#!/bin/sh
# peers_test.sh: the peers of the counts, the sweeps of `sharing`, and what a run says of itself: noise, environment,
# Google Benchmark's JSON, instructions. TAP.
#
#   bench/tests/peers_test.sh            BUILD: where the programs are (build); COMPARE: Google's compare.py
cd "$(dirname "$0")/../.." || exit 2
BUILD=${BUILD:-${1:-build}}
export BUILD
BENCH=$BUILD/bin/rc-bench ALONE=$BUILD/test/rc-bench-alone NOISY=$BUILD/test/rc-bench-noisy
INSTRUCTIONS=bench/micro/instructions.sh
. bench/tests/tool.sh

# --------------------------------------------------------------------------------------- peers

# There with everybody; and what the packages add, if they are installed.
exits_with 0 "$BENCH" --list > /dev/null
cp "$dir/out" "$dir/list"
peers='c11 std_shared_ptr urcu_ref'
[ ! -e /usr/include/boost/smart_ptr/intrusive_ptr.hpp ] ||
    peers="$peers boost_intrusive_ptr boost_local_shared_ptr boost_shared_ptr"
[ ! -e /usr/include/glib-2.0/glib-object.h ] || peers="$peers g_atomic_rc_box g_object"
! command -v rustc > /dev/null || peers="$peers rust_arc"
for peer in $peers; do
    ok "--list shows $peer" grep -q "^$peer  *peer: " "$dir/list"
done
ok "a pointer for one thread is not measured with two on one object" \
    sh -c "! grep -q '^contended.*/boost_local' '$dir/list'"
ok "without peers: --list" exits_with 0 "$ALONE" --list
ok "has only those that are always there" sh -c "grep -q '^c11 ' '$dir/out' && ! grep -q '^boost\|^g_\|^rust' '$dir/out'"
ok "an adapter is at most 40 lines" sh -c "! wc -l \$(ls bench/peers/count_*.c* bench/peers/slot_*.c* | grep -v _bare) | awk '\$1 > 40 && \$2 != \"total\"' | grep ."

# The reference of each is taken, and given up: a peer that does nothing would be quicker than the processor is.
ok "every peer does every work" exits_with 0 "$BENCH" --quick --rounds 1 --json "$dir/peers" \
    "--benchmark_filter=^(pair|remote|private|create)/.*($(echo "$peers" | tr ' ' '|'))"
cat > "$dir/peers.py" <<'PYTHON'
import json, sys
name, peers = sys.argv[1], sys.argv[2].split()
results = [one for one in map(json.loads, open(name)) if one["kind"] == "result"]
for peer in peers:
    mine = [one for one in results if one["backend"] == peer]
    cases = {(one["case"], one["shape"]) for one in mine}
    assert cases == {(case, shape) for case in ("pair", "remote") for shape in ("one", "rr", "sep")} | {
        ("private", "one"), ("create", "32")}, (peer, cases)
    for one in mine:
        floor = {"boost_local_shared_ptr": 0.2}.get(peer, 1.5)
        assert one["ns_median"] > floor, one
PYTHON
ok "and takes the time that it takes" json "$dir/peers" "$peers" < "$dir/peers.py"
sed 's/"ns_median":[0-9.]*/"ns_median":0.3/' "$dir/peers" > "$dir/idle"
ok "one that does nothing is noticed" sh -c "! /usr/bin/python3 '$dir/peers.py' '$dir/idle' '$peers' 2> '$dir/err'"

# ------------------------------------------------------------------------------------- sharing

ok "sharing: one round of three backends" exits_with 0 "$BENCH" --suite sharing --quick --rounds 1 --json "$dir/sharing" \
    '--benchmark_filter=/(atomic|biased|std_shared_ptr|clock|malloc)(/|$)'
ok "its results" json "$dir/sharing" <<'PYTHON'
import json, sys
processors = json.loads(open(sys.argv[1]).readline())["processors"]
results = {}
for one in map(json.loads, open(sys.argv[1])):
    if one["kind"] == "result":
        results[one["case"], one["shape"], one["backend"]] = one
def threads(*counts):
    return [f"{each}-oversubscribed" if each > processors else str(each) for each in counts]
wanted = [("share", str(each)) for each in (0, 25, 50, 75, 90, 99, 100)]
wanted += [(case, each) for case in ("hot", "private") for each in threads(1, 2, 4, 8)]
latencies = [f"{each}/{part}" for each in threads(2, 4, 8) for part in ("p50", "p99", "p99.9", "max")]
wanted += [("latency", each) for each in latencies]
wanted += [("handed", str(each)) for each in (0, 25, 50, 75, 100)]
wanted += [("chain", each) for each in threads(2, 4)]
wanted += [("create", str(each)) for each in (8, 16, 32, 64, 128, 256)]
wanted += [("bytes", "32")]
for backend in "atomic", "biased", "std_shared_ptr":
    found = {key[:2] for key in results if key[2] == backend}
    assert found == set(wanted), (backend, set(wanted) ^ found)
    for each in threads(2, 4, 8):
        of = [results["latency", f"{each}/{part}", backend]["ns_median"] for part in ("p50", "p99", "p99.9", "max")]
        assert 0 < of[0] <= of[1] <= of[2] <= of[3], of
assert all(one["ns_median"] > 0 for one in results.values())
# The owner's operations are another kind of work, by more than noise can do.
share = {each: results["share", each, "biased"]["ns_median"] for each in ("0", "90", "100")}
assert share["0"] > 1.5 * share["90"] and share["0"] > 2 * share["100"], share
# A payload of 32 bytes, malloc's word, and a count at the least.
size = {backend: results["bytes", "32", backend]["ns_median"] for backend in ("atomic", "biased", "std_shared_ptr")}
assert all(48 <= each <= 96 and each % 16 == 0 for each in size.values()), size
assert ("latency", threads(2)[0] + "/p50", "clock") in results and ("create", "8", "malloc") in results
PYTHON
ok "the table says what the clock can tell apart" sh -c \
    "'$BENCH' --suite sharing --quick --rounds 1 --backend clock 2> /dev/null | grep -q 'latency: .* steps of [0-9]* ns'"

# ----------------------------------------------------------------------- Google Benchmark's JSON

run="--quick --rounds 9 --backend c11 --benchmark_filter=^(pair|create)/"
ok "times for Google's tools" exits_with 0 "$BENCH" $run --json "$dir/lines" --benchmark-json "$dir/old.json"
ok "and once more" exits_with 0 "$BENCH" $run --benchmark-json "$dir/new.json"
cat > "$dir/shape.py" <<'PYTHON'
import json, statistics, sys
whole = json.load(open(sys.argv[1]))
lines = {}
for one in map(json.loads, open(sys.argv[2])):
    if one["kind"] == "result":
        name = "/".join(part for part in (one["case"], one["shape"], one["api"], one["backend"]) if part)
        lines[name] = one
for key, kind in {"date": str, "host_name": str, "executable": str, "num_cpus": int, "mhz_per_cpu": int,
                  "cpu_scaling_enabled": bool, "caches": list, "load_avg": list, "library_build_type": str}.items():
    assert isinstance(whole["context"][key], kind), key
assert {one["run_name"] for one in whole["benchmarks"]} == set(lines)
for one in whole["benchmarks"]:
    for key, kind in {"name": str, "run_name": str, "run_type": str, "family_index": int,
                      "per_family_instance_index": int, "repetitions": int, "threads": int, "iterations": int,
                      "real_time": float, "cpu_time": float, "time_unit": str}.items():
        assert isinstance(one[key], kind), (key, one)
    assert one["time_unit"] == "ns" and one["real_time"] > 0 and one["cpu_time"] > 0, one
    assert one["iterations"] >= 256, one
for name, line in lines.items():
    of = [one for one in whole["benchmarks"] if one["run_name"] == name]
    runs = [one for one in of if one["run_type"] == "iteration"]
    assert [one["repetition_index"] for one in runs] == list(range(len(runs))), name
    assert all(one["name"] == name and one["repetitions"] == len(runs) for one in runs), name
    found = {one["aggregate_name"]: one for one in of if one["run_type"] == "aggregate"}
    assert set(found) == {"mean", "median", "stddev"}, found
    assert found["median"]["name"] == name + "_median"
    # The clock that counts is the one of our own results.
    assert abs(found["median"][line["clock"].replace("wall", "real") + "_time"] / line["ns_median"] - 1) < 1e-4, line
PYTHON
ok "of the shape that they want, with our medians" json "$dir/old.json" "$dir/lines" < "$dir/shape.py"
for fault in 's/"cpu_time"/"cpu"/' 's/"repetition_index":0/"repetition_index":1/' 's/"threads":1,/"threads":"1",/'; do
    sed "$fault" "$dir/old.json" > "$dir/broken.json"
    ok "not if somebody does $fault" sh -c "! /usr/bin/python3 '$dir/shape.py' '$dir/broken.json' '$dir/lines' 2> '$dir/err'"
done
COMPARE=${COMPARE:-/usr/share/benchmark/compare.py}
if [ -e $COMPARE ] && /usr/bin/python3 -c 'import scipy' 2> "$dir/err"; then
    ok "compare.py compares them" exits_with 0 /usr/bin/python3 $COMPARE --no-color benchmarks "$dir/old.json" "$dir/new.json"
    ok "line by line" grep -q '^pair/one/counter/c11  ' "$dir/out"
    sed 's/"cpu_time"/"cpu"/' "$dir/old.json" > "$dir/broken.json"
    ok "and does not what is broken" sh -c "! /usr/bin/python3 $COMPARE benchmarks '$dir/broken.json' '$dir/new.json' > '$dir/out' 2>&1"
fi
ok "both kinds of JSON on stdout are refused" refuses rc-bench "$BENCH" --json - --benchmark-json -
ok "a place that cannot be written is refused" refuses rc-bench "$BENCH" --benchmark-json "$dir/none/x" --rounds 1
ok "on stdout, and nothing else there" sh -c \
    "'$BENCH' --quick --rounds 1 --backend c11 --benchmark_filter=^create --benchmark-json - 2> /dev/null | /usr/bin/python3 -m json.tool > '$dir/out'"

# --------------------------------------------------------------------------- noise, environment

cat > "$dir/noise.py" <<'PYTHON'
import json, sys
lines = [json.loads(line) for line in open(sys.argv[1])]
clean = [each[1] for one in lines if one["kind"] == "result" for each in one["samples"] if each[2] > 0]
share = clean.count(False) / len(clean)
assert abs(lines[0]["disturbed"] - share) < 1e-4 and lines[0]["noisy"] == (share > 0.5), (share, lines[0])
said = any("too noisy" in line for line in open(sys.argv[2]))
assert said == lines[0]["noisy"], said
assert len(sys.argv) == 3 or lines[0]["noisy"], share
PYTHON
ok "a run" exits_with 0 "$BENCH" $run --json "$dir/lines"
ok "says whether it was noisy" json "$dir/lines" "$dir/err" < "$dir/noise.py"
ok "a run where the pace changes all the time" exits_with 0 "$NOISY" $run --json "$dir/noisy"
ok "says that it was noisy" json "$dir/noisy" "$dir/err" noisy < "$dir/noise.py"
ok "in one line" [ "$(grep -c 'too noisy' "$dir/err")" -eq 1 ]
ok "what it was measured on" json "$dir/lines" <<'PYTHON'
import json, sys
first = json.loads(open(sys.argv[1]).readline())
assert first["membarrier"] in ("expedited", "slow", "none"), first
assert isinstance(first["libraries"], dict) and first["clock_step_ns"] >= 1, first
for key in "compiler", "cxx_compiler", "flags", "kernel", "libc", "load", "revision":
    assert first[key] not in ("", None), key
PYTHON

# -------------------------------------------------------------------------------- instructions

ok "instructions: an unknown option is refused" refuses instructions $INSTRUCTIONS --nonsense
ok "instructions: a missing value is refused" refuses instructions $INSTRUCTIONS --json
ok "instructions: an unknown backend is refused" refuses instructions $INSTRUCTIONS --backend nonsense
ok "instructions: a place that cannot be written is refused" refuses instructions $INSTRUCTIONS --json "$dir/none/x"
if command -v valgrind > /dev/null; then
    ok "instructions: counted" exits_with 0 $INSTRUCTIONS --json "$dir/instructions"
    cat > "$dir/counts.py" <<'PYTHON'
import json, sys
lines = [json.loads(line) for line in open(sys.argv[1])]
assert lines[0]["kind"] == "environment" and any(one["kind"] == "backend" for one in lines), lines[0]
count = {}
for one in lines:
    if one["kind"] == "result":
        assert one["unit"] == "instructions" and one["suite"] == "instructions", one
        count[one["case"], one["api"], one["backend"]] = one["ns_median"]
# An addition and a subtraction in memory, each with its test of the result at most: nobody's luck.
assert 2 <= count["pair", "counter", "plain"] <= 12, count
assert count["pair", "counter", "plain"] <= count["pair", "counter", "biased"], count
assert count["pair", "counter", "c11"] <= count["pair", "counter", "atomic"], count
for peer in sys.argv[2].split():
    assert [key for key in count if key[2] == peer and key[0] == "pair"], peer
    assert count["create", "", peer] > 20, (peer, count)
PYTHON
    ok "instructions: as many as there must be" json "$dir/instructions" "$peers" < "$dir/counts.py"
    ok "instructions: once more, of two" sh -c \
        "for each in biased c11; do $INSTRUCTIONS --backend \$each --json - || exit; done > '$dir/again'"
    ok "instructions: the same to the last one" sh -c "grep -h '\"result\".*\"\(biased\|c11\)\"' '$dir/instructions' > '$dir/first' && \
        grep -h '\"result\"' '$dir/again' | cmp - '$dir/first'"
    sed 's/\("backend":"plain".*"ns_median":\)[0-9.]*/\140/' "$dir/instructions" > "$dir/many"
    ok "instructions: too many are noticed" sh -c "! /usr/bin/python3 '$dir/counts.py' '$dir/many' '$peers' 2> '$dir/err'"
fi

tap_done
