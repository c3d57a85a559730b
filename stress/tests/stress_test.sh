#!/bin/bash
#
# stress_test.sh BUILD: the command line of rc-stress, and that its verdicts are what they must be: plain
# broken by schedule in every run of every scenario that shares, the others sound, and nothing sound that
# was not tried.

build=${1:-build}
stress=$build/bin/rc-stress
. "$(dirname "$0")/../../refcount/tool/tap.sh"
ok() { # status text
    tap_result "$@"
}
# How long a sound backend is played with each scenario; RC_PLAY=short for a sample.
play() {
    [ "${RC_PLAY:-}" = short ] && echo "--seconds 0.02 --budget 0.005" || echo "--seconds 0.05 --budget 0.02"
}
lines() { printf '%s' "$1" | grep -c ''; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

"$stress" --help | grep -q -- --backend; ok $? "--help names the options"
"$stress" --list | grep -q '^shared-dict '; ok $? "--list names the scenarios"
for b in plain atomic biased mutex global; do
    "$stress" --list | grep -q "^$b "; ok $? "--list names $b"
done

printf '{"kind":"stress"}\n' >"$dir/no-result.json"
printf 'x\n' >"$dir/no-json.json"
: >"$dir/empty.json"
for arguments in "--backend nope" "--scenario nope" "--seconds -1" "--seconds x" "--seconds 0x1" "--seconds nan" \
    "--pin apart" "--frob" "--seed" "extra" "--json /nonexistent/dir/file" "--preemptions 10" "--budget 1e9" \
    "--soak 0.1 --keep /nonexistent/dir/keep" "--soak 1 --replay $dir/empty.json" "--replay /nonexistent" \
    "--replay $dir/no-result.json" "--replay $dir/no-json.json" "--replay $dir/empty.json" \
    "--scenario shared-dict --backend plain --schedule nonsense" \
    "--scenario shared-dict --backend plain --schedule 9.0_1:0"; do
    # shellcheck disable=SC2086
    said=$("$stress" ${arguments//_/ } 2>&1 >/dev/null)
    [ $? -eq 2 ] && [ "$(lines "$said")" -eq 1 ]; ok $? "$arguments: one line and status 2"
done

# By schedule alone, so that no luck is involved; twenty times, so that none can hide, or as often as
# RC_PLAIN_RUNS says. Two at a time, as each lets one thread run.
runs=${RC_PLAIN_RUNS:-20}
seq "$runs" | xargs -P 2 -I SEED "$stress" --scenario shared --backend plain --stop --seconds 0 --budget 0.4 \
    --seed SEED --json "$dir/plain-SEED.json" >/dev/null
cat "$dir"/plain-*.json >"$dir/plain.json"
! grep -q '"shares":false' "$dir/plain.json"
ok $? "--scenario shared plays nothing else"
sharing=$(grep -c '"seed":1,' "$dir/plain.json")
broken=$(grep -c '"verdict":"broken"' "$dir/plain.json")
scripted=$(grep -cv '"scripted":{}' "$dir/plain.json")
[ "$sharing" -gt 0 ] && [ "$broken" -eq $((runs * sharing)) ] && [ "$scripted" -eq "$broken" ]
ok $? "plain is broken by schedule: $scripted of $runs runs of $sharing scenarios that share"
grep -v '"verdict":"broken"' "$dir/plain.json" | head -n 3 | sed 's/^/# /'

said=$("$stress" --scenario shared-dict --backend plain --seconds 1 --json -)
grep -q '"verdict":"broken"' <<<"$said" && ! grep -q '"by_chance":{}' <<<"$said"
ok $? "plain is broken by chance as well"

# What was found can be played again: by its file, and by the command that the report prints.
"$stress" --scenario shared-dict --backend plain --stop --seconds 0 --json "$dir/fault.json" >"$dir/fault.txt"
"$stress" --replay "$dir/fault.json" | grep -q 'broken *1 schedules'; ok $? "a fault's line replays its schedule"
eval "$build/bin/$(sed -n 's/^ *repeat: //p' "$dir/fault.txt")" | grep -q 'broken *1 schedules'
ok $? "and so does the command in the report"

# All scenarios on all sound backends. On a machine that is busy with other things a run may say nothing:
# then it is repeated, and given more time.
for b in atomic biased mutex global; do
    "$stress" --backend $b $(play) --json - | grep '^{'
done >"$dir/all.json"
field() { sed -E "s/.*\"$1\":\"([^\"]*)\".*/\1/"; }
while IFS= read -r result; do
    backend=$(field backend <<<"$result") scenario=$(field scenario <<<"$result")
    for seconds in 1 1 2 4 8; do
        grep -q '"verdict":"inconclusive"' <<<"$result" || break
        result=$("$stress" --scenario "$scenario" --backend "$backend" --seconds $seconds --json - | grep '^{')
    done
    grep -q '"verdict":"sound"' <<<"$result"; ok $? "$scenario: $backend is sound"
    grep -q '"verdict":"sound"' <<<"$result" || printf '# %s\n' "$result"
done <"$dir/all.json"
[ "$(wc -l <"$dir/all.json")" -ge 5 ]; ok $? "all scenarios were played"

# Nor does checked mode find anything wrong with how the scenarios use the library.
for b in atomic biased mutex global; do
    scenarios=all
    [ "${RC_PLAY:-}" != short ] || [ $b = biased ] || scenarios=shared-dict
    said=$("$stress" --scenario $scenarios --backend check+$b --seconds 0.01 --budget 0.001 2>&1)
    [ $? -eq 0 ] && ! grep -q 'refcount:' <<<"$said"; ok $? "check+$b has nothing to report of $scenarios"
    grep -A1 'refcount:' <<<"$said" | head -n 4 | sed 's/^/# /'
    said=$("$stress" --scenario shared-dict --backend $b --seconds 0 --budget 0 --pin together --json -)
    [ $? -eq 0 ] && grep -q '"verdict":"inconclusive"' <<<"$said"
    ok $? "$b on one processor is inconclusive, not sound"
done

"$stress" --scenario shared-dict --backend atomic --seconds 0 --budget 0 --seed 7 --json "$dir/out.json" >/dev/null
[ "$(grep -c '"seed":7' "$dir/out.json")" -eq 1 ]; ok $? "--json writes one line to the file"

"$stress" --backend plain --scenario shared-dict --soak 0.5 --seconds 0 --stop --keep "$dir/kept" \
    --json "$dir/soak.json" >/dev/null 2>&1
[ $? -eq 1 ] && grep -q '"kind":"soak"' "$dir/soak.json"; ok $? "a soak of plain finds it broken and says so"
kept=$(find "$dir/kept" -name '*.json' | head -n 1)
"$stress" --replay "$kept" >/dev/null
[ $? -eq 1 ]; ok $? "what a soak kept can be replayed"
"$stress" --backend atomic --scenario shared-dict --soak 0.5 --seconds 0.1 --budget 0.02 --keep "$dir/none" >/dev/null
[ $? -eq 0 ] && [ -z "$(ls "$dir/none")" ]; ok $? "a soak of atomic keeps nothing"

tap_done
