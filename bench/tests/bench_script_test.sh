#!/bin/bash
# bench_script_test.sh: bench/bench.sh, with stand-ins for the programs that measure: what it runs, what it leaves behind,
# what it says is missing, and that it ends by naming the page. TAP.

cd "$(dirname "$0")/../.." || exit 2
. refcount/tool/tap.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bin=$work/build/bin
mkdir -p "$bin"
ok() { tap_result "$1" "$2" "$work/out" "$work/err"; }
stand_in() { # name, script
    printf '#!/bin/bash\n%s\n' "$2" >"$bin/$1"
    chmod +x "$bin/$1"
}
# Runs with the stand-ins. Settings are variables of its environment.
run() {
    env BUILD="$work/build" "${settings[@]}" bench/bench.sh "$@" >"$work/out" 2>"$work/err" </dev/null
    status=$?
}
settings=(BUDGET=1000)

/usr/bin/python3 - "$work" <<'END'
import sys
sys.dont_write_bytecode = True
sys.path.insert(0, "bench/tests")
import report_made_up as made
lines = made.canned()
for name in ("stress", "replay"):
    made.write(sys.argv[1] + "/lines", {name: lines[name]})
made.write(sys.argv[1] + "/lines", {"counts": lines["bench"], "other": [made.environment(), *made.backends(),
    made.result("x", "1", "", "atomic", 2.0, suite="other"), made.result("x", "1", "", "std", 3.0, suite="other")]})
made.write(sys.argv[1] + "/build/mutants", {"matrix": made.mutants()})
END
mv "$work/build/mutants/matrix.jsonl" "$work/build/mutants/matrix.json"
# Of the last --json FILE and --suite NAME.
arguments='while [ $# -gt 0 ]; do case $1 in --json) file=$2 ;; --suite) suite=$2 ;; --rounds) rounds=$2 ;; esac; shift; done'
stand_in rc-stress "$arguments; cp $work/lines/stress.jsonl \$file; exit 1"
stand_in rc-replay "$arguments; [ -n \"\$file\" ] && cp $work/lines/replay.jsonl \$file; true"
stand_in rc-bench "[ \"\$1\" != --list ] || { printf 'counts  x\nother   y\n\nmore\n'; exit; }
echo \"\$*\" >>$work/calls; $arguments; [ -z \"\$file\" ] || cp $work/lines/\$suite.jsonl \$file"
stand_in rc-report "exec /usr/bin/python3 $PWD/bench/report/main.py \"\$@\""

run
[ $status -eq 0 ] && [ ! -s "$work/err" ]
ok $? "all as it should be: status 0"
[ "$(tail -n 1 "$work/out" | cut -d' ' -f1)" = "$work/build/report/index.html" ] && [ -s "$work/build/report/index.html" ]
ok $? "it ends by naming the page, which is there"
ls "$work/build/bench" >"$work/out.files"
[ "$(tr '\n' ' ' <"$work/out.files")" = 'counts.jsonl mutants.jsonl other.jsonl replay.jsonl stress.jsonl ' ]
ok $? "a file for each suite, and for what was shown, and nothing half-written"
[ "$(grep -c '"environment"' "$work/build/bench/other.jsonl")" -eq 5 ] && [ "$(grep -c -e '--suite' "$work/calls")" -eq 10 ]
ok $? "each suite, a new one too, in five passes"
[ "$(sed -n 's/.*--suite \([a-z]*\).*/\1/p' "$work/calls" | sed -n 1,4p | tr '\n' ' ')" = 'counts other counts other ' ]
ok $? "the passes of all suites in turn"
grep -q 'mutants: from ' "$work/out" && grep -q 'no claims: make claims makes it' "$work/out" &&
    grep -q 'no model: make model makes it' "$work/out"
ok $? "it says what is missing, and which command makes it"

: >"$work/calls"
run --sample
[ $status -eq 0 ] && [ "$(grep -c -e '--suite' "$work/calls")" -eq 6 ] && [ -s "$work/build/compare/counts.jsonl" ] &&
    [ "$(grep -c -e '--quick' "$work/calls")" -eq 6 ]
ok $? "a sample has fewer and quicker passes, and a place of its own"
settings=(BUDGET=1000 PASSES=1 ROUNDS=7 OUT="$work/elsewhere")
: >"$work/calls"
run
[ $status -eq 0 ] && [ -s "$work/elsewhere/counts.jsonl" ] && [ -s "$work/elsewhere/page/index.html" ] &&
    [ "$(grep -c -e '--rounds 7' "$work/calls")" -eq 2 ]
ok $? "elsewhere, as often as it is told"

# In a tree where nothing was recorded yet, make names no recording; bench.sh looks for those that there are.
make --no-print-directory -n compare BUILD="$work/new" >"$work/out" 2>"$work/err"
grep -q "TRACES='' bench/bench.sh --sample" "$work/out"
ok $? "make leaves it to the script which recordings there are"

settings=(BUDGET=1000 PASSES=1)
sed -i 's/"broken"/"sound"/' "$work/lines/stress.jsonl"
run
[ $status -eq 1 ] && grep -q '^WRONG: plain' "$work/out"
ok $? "a backend that was not found out: status 1"
refused() { [ $status -eq 2 ] && [ "$(grep -c '' "$work/err")" -eq 1 ] && grep -q "$1" "$work/err"; }
stand_in rc-stress 'echo why >&2; exit 3'
run
refused 'failed with status 3: why'
ok $? "a program that fails: one line and status 2"
rm "$bin/rc-stress"
run
refused 'rc-stress is not built'
ok $? "a program that is missing: one line and status 2"
run --nonsense
refused 'unknown option'
ok $? "an unknown option: one line and status 2"
settings=(BUDGET=1000 OUT="$work/lines/..")
run
refused 'holds something else' && [ -s "$work/lines/counts.jsonl" ]
ok $? "a directory with something else in it is left alone"
settings=(BUDGET=x)
run
refused 'no number'
ok $? "a budget that is no number: one line and status 2"

# ---------------------------------------------------------------------------- the documentation from such results
document() { /usr/bin/python3 bench/report/results_doc.py "$@" >"$work/out" 2>"$work/err"; status=$?; }
mkdir "$work/docs"
sed '/^<!-- results/,/^<!-- end/{/^<!--/!d}' docs/results.md >"$work/docs/results.md"
printf 'a\n<!-- results: headline -->\nold\n<!-- end -->\nb\n' >"$work/README.md"
document "$work/elsewhere" --pictures "$work/docs/results" --picture "$work/docs/results.svg" "$work/docs/results.md" \
    "$work/README.md"
[ $status -eq 0 ] && grep -q 'biased backend costs 1.25' "$work/README.md" && ! grep -q old "$work/README.md" &&
    grep -q '](results/counts.svg)' "$work/docs/results.md" && [ -s "$work/docs/results/counts.svg" ] &&
    [ -s "$work/docs/results.svg" ] && grep -q 'No second run was made' "$work/docs/results.md"
ok $? "pages of the documentation are filled, and their pictures are beside them"
printf 'a\n<!-- measured: begin -->\nold\n<!-- measured: end -->\nb\n' >"$work/measured.md"
/usr/bin/python3 bench/report/measured.py "$work/measured.md" "$work/elsewhere/counts.jsonl" >"$work/out" 2>"$work/err" &&
    grep -qF '| pair/rr/object/biased / pair/rr/object/plain | 1.25 |' "$work/measured.md" && ! grep -q old "$work/measured.md"
ok $? "so is the page of make measure"
printf '<!-- results: nonsense -->\n<!-- end -->\n' >"$work/bad.md"
document "$work/elsewhere" --pictures "$work/none" "$work/README.md" "$work/bad.md"
[ $status -eq 2 ] && [ "$(grep -c '' "$work/err")" -eq 1 ] && [ ! -e "$work/none" ]
ok $? "an unknown block: one line, status 2, nothing written"

tap_done
