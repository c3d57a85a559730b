#!/bin/bash
#
# stress_test.sh BUILD: the command line of rc-stress, and that its verdicts are what they must be: plain
# broken in every run by script, the others sound, and nothing sound that was not tried.

build=${1:-build}
stress=$build/bin/rc-stress
. "$(dirname "$0")/../../refcount/tool/tap.sh"
ok() { # status text
    tap_result "$@"
}
lines() { printf '%s' "$1" | grep -c ''; }

"$stress" --help | grep -q -- --backend; ok $? "--help names the options"
"$stress" --list | grep -q '^shared-dict '; ok $? "--list names the scenarios"
for b in plain atomic biased mutex global; do
    "$stress" --list | grep -q "^$b "; ok $? "--list names $b"
done

for arguments in "--backend nope" "--scenario nope" "--seconds -1" "--seconds x" "--pin apart" "--frob" \
    "--seed" "extra" "--json /nonexistent/dir/file"; do
    # shellcheck disable=SC2086
    said=$("$stress" $arguments 2>&1 >/dev/null)
    [ $? -eq 2 ] && [ "$(lines "$said")" -eq 1 ]; ok $? "$arguments: one line and status 2"
done

# By script alone, so that no luck is involved; twenty times, so that none can hide.
runs=0
for seed in $(seq 20); do
    said=$("$stress" --backend plain --seconds 0 --seed "$seed")
    [ $? -eq 1 ] && grep -q 'scripted: 6 wrong counts, 3 leaks, 3 premature frees' <<<"$said" && runs=$((runs + 1))
done
[ $runs -eq 20 ]; ok $? "plain is broken by script: $runs of 20 runs"

said=$("$stress" --backend plain --seconds 1 --json -)
grep -q '"verdict":"broken"' <<<"$said" && ! grep -q '"random":{"wrong_counts":0,' <<<"$said"
ok $? "plain is broken by chance as well"

# On a machine that is busy with other things a run may say nothing: then it is repeated.
conclusive() { # backend
    for _ in 1 2 3 4 5; do
        said=$("$stress" --backend "$1" --seconds 1 --json -)
        status=$?
        grep -q '"verdict":"inconclusive"' <<<"$said" || return $status
    done
    return $status
}

for b in atomic biased mutex global; do
    conclusive $b
    [ $? -eq 0 ] && grep -q '"verdict":"sound"' <<<"$said"; ok $? "$b is sound"
    said=$("$stress" --backend check+$b --seconds 0 2>&1)
    [ $? -eq 0 ] && ! grep -q 'refcount:' <<<"$said"; ok $? "check+$b has nothing to report"
    said=$("$stress" --backend $b --seconds 0 --pin together --json -)
    [ $? -eq 0 ] && grep -q '"verdict":"inconclusive"' <<<"$said"
    ok $? "$b on one processor is inconclusive, not sound"
done

dir=$(mktemp -d)
"$stress" --backend atomic --seconds 0 --seed 7 --json "$dir/out.json" >/dev/null
[ "$(grep -c '"seed":7' "$dir/out.json")" -eq 1 ] && [ "$(ls "$dir")" = out.json ]; ok $? "--json writes one line to the file, and no other"
rm -r "$dir"

tap_done
