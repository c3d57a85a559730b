#!/bin/sh
# bench.sh: everything that is measured and everything that was shown, as JSON lines in one directory, and their page.
#
#   bench/bench.sh            what `make bench` runs once the programs are built: 15 minutes
#   bench/bench.sh --sample   what `make compare` runs: fewer passes over fewer suites, 4 minutes
#
# BUILD    where the programs are (build)
# OUT      where the results go, a file for each suite (BUILD/bench; --sample: BUILD/compare)
# PAGE     where the page goes (BUILD/report; OUT/page if OUT is given)
# BUDGET   seconds that measuring may take (780; --sample: 150)
# PASSES   how often each suite is run, as a process of its own (5; --sample: 3)
# ROUNDS   repetitions of each case and of each recording in one pass; by itself as many as there is time for
# TRACES   the recordings to replay (BUILD/trace/*.rctrace, else the small one that comes along)
#
# All suites are run once in each pass, so that the passes of one suite are minutes apart: what changes between two
# runs of this script, where memory lies and what else the host does, changes between the passes too, and
# is in the intervals.
#
# Exit status: 0 all as it should be; 1 a verdict is not what it should be: a thread-safe backend is
# broken, one that is not thread-safe was not found out, or a replay went wrong; 2 something is
# missing.
set -u
cd "$(dirname "$0")/.." || exit 2
BUILD=${BUILD:-build}
name=bench

fail()
{
    echo "$name: $*" >&2
    exit 2
}

case ${1:-} in
'') sample= ;;
--sample) sample=1 name=compare ;;
*) fail "unknown option $1" ;;
esac
[ $# -le 1 ] || fail "unexpected $2"
if [ -n "${OUT:-}" ]; then
    page=${PAGE:-$OUT/page}
else
    page=${PAGE:-$BUILD/report}
fi
out=${OUT:-$BUILD/$name}
budget=${BUDGET:-${sample:+150}}
budget=${budget:-780}
passes=${PASSES:-${sample:+3}}
passes=${passes:-5}
for number in "$budget" "$passes" "${ROUNDS:-1}"; do
    case $number in
    '' | 0 | *[!0-9]*) fail "'$number' is no number above 0" ;;
    esac
done
mkdir -p "$out" || fail "cannot make $out"
[ -z "$(ls -A "$out")" ] || [ -e "$out/stress.jsonl" ] || [ -e "$out/last.log" ] ||
    fail "$out holds something else than results: it stays as it is"
for file in "$out"/*.jsonl "$out"/*.json "$out/said"; do
    [ ! -e "$file" ] || rm "$file" || fail "cannot remove $file"
done
log=$out/last.log

# Runs a program whose exit status 1 is a finding for the report to judge. What it says on the way is kept for the end.
run()
{
    [ -x "$1" ] || fail "$1 is not built"
    "$@" > "$log" 2> "$log.errors"
    status=$?
    cat "$log.errors" >> "$out/said"
    [ $status -le 1 ] || fail "$1 failed with status $status: $(tail -n 1 "$log.errors") (its output: $log)"
}

# ----------------------------------------------------------------------------------------- suites

# Of the measuring time, how many parts each suite and the replay get. A new suite gets two.
parts_of()
{
    case $1 in
    programs) echo 5 ;;
    sharing | sets) echo 4 ;;
    mixes | replay) echo 3 ;;
    garbage) echo 1 ;;
    *) echo 2 ;;
    esac
}

# Collections of ten million objects take a minute each: make measure has them.
full_of()
{
    case $1 in
    cycles) echo --quick ;;
    esac
}

# Repetitions in the first pass: one, where it takes long.
first_of()
{
    case $1 in
    programs | mixes | sets | cycles) echo 1 ;;
    *) echo 3 ;;
    esac
}

# What a sample has of a suite: status 1 if nothing, else its cases as an expression.
sample_of()
{
    case $1 in
    counts) echo '^(pair|remote|contended|create|copy)/' ;;
    slots) echo '^(load|borrow|give|mix)/./(atomic|biased.hazard_asym|bare|std|boost|xenium|arc)' ;;
    structures) echo '^hash/./(.*hazard_asym|.*epoch|raw)' ;;
    cycles) echo '^ring/1000+/' ;;
    garbage) return 1 ;;
    *) echo . ;;
    esac
}

suites_of()
{
    "$BUILD/bin/rc-bench" --list | sed '/^$/q' | cut -d' ' -f1 | while read -r suite; do
        if [ -n "$suite" ] && { [ -z "$sample" ] || sample_of "$suite" > /dev/null; }; then
            echo "$suite"
        fi
    done
}

milliseconds()
{
    echo $(($(date +%s%N) / 1000000))
}

# How many repetitions of each case fit into this suite's part of a pass, by what those before took; none if another
# pass would take more time than it has. But four passes there are: with three, intervals are too short too often.
rounds_of()
{
    slice=$((budget * 1000 * $(parts_of "$1") / all_parts / passes))
    rounds=$(first_of "$1")
    if [ -s "$out/$1.took" ]; then
        read -r done_rounds took total < "$out/$1.took"
        rounds=$((done_rounds * slice / (took + 1)))
        [ $rounds -ge 1 ] || rounds=1
        [ $rounds -le 15 ] || rounds=15
        if [ $((total + took * rounds / done_rounds / 2)) -ge $((slice * passes)) ] &&
            { [ -n "$sample" ] || [ "$pass" -gt 4 ]; }; then
            rounds=0
        fi
    fi
    echo "${ROUNDS:-$rounds}"
}

# done_with NAME ROUNDS BEGUN: keeps how long that took, for rounds_of.
done_with()
{
    took=$(($(milliseconds) - $3))
    total=0
    [ ! -s "$out/$1.took" ] || read -r _ _ total < "$out/$1.took"
    echo "$2 $took $((total + took))" > "$out/$1.took"
    printf ' %s %d s' "$1" $(((took + 500) / 1000))
}

# One pass of one suite, behind those before.
measure()
{
    suite=$1
    rounds=$(rounds_of "$suite")
    [ "$rounds" -gt 0 ] || return 0
    begun=$(milliseconds)
    set -- "$BUILD/bin/rc-bench" --suite "$suite" --rounds "$rounds" --seed "$pass" --json "$out/part"
    if [ -n "$sample" ]; then
        set -- "$@" --quick "--benchmark_filter=$(sample_of "$suite")"
    else
        set -- "$@" $(full_of "$suite")
    fi
    [ -z "$google" ] || set -- "$@" --benchmark-json "$out/google/$suite.json"
    run "$@"
    cat "$out/part" >> "$out/$suite.jsonl" || fail "cannot write $out/$suite.jsonl"
    done_with "$suite" "$rounds" "$begun"
}

# ----------------------------------------------------------------------------------------- traces

recordings()
{
    if [ -n "${TRACES:-}" ]; then
        printf '%s\n' $TRACES
    elif ls "$BUILD"/trace/*.rctrace > /dev/null 2>&1; then
        ls "$BUILD"/trace/*.rctrace
    else
        echo bench/trace/samples/ffmpeg-small.rctrace
    fi
}

case $(recordings | head -n 1) in
*/samples/*) origin="the sample that comes with the sources, because no recording was made here" ;;
*) origin="recorded on this machine" ;;
esac

# All traces, beside the cost of keeping the order where this rc-replay can tell that apart.
replay()
{
    repeat=$(rounds_of replay)
    [ "$repeat" -gt 0 ] || return 0
    begun=$(milliseconds)
    if [ -z "$sample" ] && "$BUILD/bin/rc-replay" --help | grep -q -e '--table'; then
        # shellcheck disable=SC2046
        run "$BUILD/bin/rc-replay" --table --repeat "$repeat" --json "$out/part" $(recordings)
        cat "$out/part" >> "$out/replay.jsonl"
    else
        for trace in $(recordings); do
            run "$BUILD/bin/rc-replay" --backend all --repeat "$repeat" --json "$out/part" "$trace"
            cat "$out/part" >> "$out/replay.jsonl"
        done
    fi
    done_with replay "$repeat" "$begun"
}

# Counted, and so the same each time.
instructions()
{
    if [ -n "$sample" ] || [ ! -x "$BUILD/libexec/rc-instructions" ]; then
        return
    elif command -v valgrind > /dev/null; then
        run bench/micro/instructions.sh --json "$out/instructions.jsonl"
        echo "   instructions: counted"
    else
        echo "   no instructions: valgrind is not installed"
    fi
}

# ------------------------------------------------------------------------------- what was shown before

# shown NAME FILE COMMAND: takes along what a command that takes longer has left behind.
shown()
{
    if [ -s "$2" ]; then
        cp "$2" "$out/$1.jsonl" || fail "cannot write $out/$1.jsonl"
        echo "   $1: from $(date -r "$2" '+%F %R'), $2"
    else
        echo "   no $1: $3 makes it"
    fi
}

# ------------------------------------------------------------------------------------------- all

echo "== 1 of 3: two threads share a dictionary: does every object die once, at the right time?"
run "$BUILD/bin/rc-stress" --scenario shared-dict --backend all --json "$out/stress.jsonl"

# The last pass also as Google Benchmark writes it, for its compare.py.
google=
if "$BUILD/bin/rc-bench" --help | grep -q -e '--benchmark-json'; then
    google=1
    mkdir -p "$out/google" || fail "cannot make $out/google"
fi

suites=$(suites_of)
[ -n "$suites" ] || fail "$BUILD/bin/rc-bench is not built, or lists no suites"
all_parts=0
for suite in $suites replay; do
    all_parts=$((all_parts + $(parts_of "$suite")))
done
echo "== 2 of 3: measuring, about $((budget / 60)) min $((budget % 60)) s: $passes passes over $(echo $suites), and" \
    "$(recordings | wc -l) recording(s): $origin"
for pass in $(seq "$passes"); do
    printf '   pass %d:' "$pass"
    for suite in $suites; do
        measure "$suite"
    done
    replay
    echo
done
rm -f "$out"/*.took "$out/part"

export BUILD
instructions
echo "== 3 of 3: what was shown of the library, and by programs that use it"
shown soak "$BUILD/soak.json" 'make soak'
shown mutants "$BUILD/mutants/matrix.json" 'make mutants'
shown model "$BUILD/model.json" 'make model'
shown claims "$BUILD/claims/claims.jsonl" 'make claims'
shown clients "$BUILD/clients/jq.jsonl" 'make clients'
# That its own code is not optimized is in no loop.
sort "$out/said" | grep -v 'Library was built as DEBUG' | uniq -c | sed 's/^ *\([0-9]*\) /   \1 x /'
rm -f "$log" "$log.errors" "$out/said"

exec "$BUILD/bin/rc-report" --require stress,counts,replay --origin "$origin" --output "$page" "$out"
