#!/bin/bash
#
# model_test.sh BUILD: the command line of rc-model, and the programs that there is time for.

build=${1:-build}
model=$build/bin/rc-model
. "$(dirname "$0")/../../../refcount/tool/tap.sh"
ok() { # status text
    tap_result "$@"
}
lines() { printf '%s' "$1" | grep -c ''; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

"$model" --help | grep -q -- --replay; ok $? "--help names the options"
"$model" --list | grep -q '^release-release '; ok $? "--list names the programs"
"$model" --list | grep -q '^biased '; ok $? "--list names the backends"
[ "$("$model" --list | sed '/^$/q' | grep -vcE '^(litmus|seeded)-|^$')" -ge 95 ]; ok $? "there are 95 programs at least"

printf 'rc-model 1\nprogram nope\n' >"$dir/no-program"
printf 'x\n' >"$dir/no-execution"
printf 'rc-model 1\nprogram release-release\nbackend atomic\ndecisions 0 9\n' >"$dir/no-decision"
printf 'rc-model 1\nfrob\n' >"$dir/no-line"
: >"$dir/empty"
for arguments in "--backend nope" "--backend check+atomic" "--program nope" "--random 0" "--random x" "--frob" "--seed" \
    "extra" "--jobs 0" "--seconds -1" "--json /nonexistent/dir/file" "--orders --replay $dir/empty" \
    "--program queue-two --backend atomic" "--replay /nonexistent" "--replay $dir/no-program" \
    "--replay $dir/no-execution" "--replay $dir/no-decision" "--replay $dir/no-line" "--replay $dir/empty"; do
    # shellcheck disable=SC2086
    said=$("$model" $arguments 2>&1 >/dev/null)
    [ $? -eq 2 ] && [ "$(lines "$said")" -eq 1 ]; ok $? "$arguments: one line and status 2"
done

"$model" --program seeded-dekker --show --keep "$dir" >"$dir/said"
ok $? "a bug that must be there is no failure"
grep -q 'T1 .*T2' "$dir/said" && grep -q 'data-race' "$dir/said" && grep -q 'exclusion.c:[0-9]' "$dir/said"
ok $? "an execution has columns, source lines, and the fault"
"$model" --replay "$dir/seeded-dekker--.execution" >"$dir/replayed"
[ $? -eq 1 ]; ok $? "the kept execution has its fault again: status 1"
grep -q 'data-race' "$dir/replayed"; ok $? "and it is the same fault"
"$model" --program release-release --json "$dir/result.json" >/dev/null
[ "$(grep -c '"kind":"model"' "$dir/result.json")" -eq "$("$model" --list | sed '1,/^$/d' | wc -l)" ]
ok $? "a line of JSON for each backend"
"$model" --program seeded-lock-order --json - | grep -q '"oracle":"deadlock"'; ok $? "JSON names the oracle"
for search in --brute "--preemptions 2" "--random 500" --strong; do
    # shellcheck disable=SC2086
    "$model" --program retain-release --backend atomic $search | grep -q '^1 of 1'; ok $? "$search"
done

"$model" --program quick --json "$dir/quick.json" >"$dir/quick"
tap_result $? "the selection of programs" <(grep -A 40 -E 'broken|too large' "$dir/quick" | head -n 80)
! grep -v '"verdict":"broken"' "$dir/quick.json" | grep -q '"coverage":"not all"'
ok $? "every one of them in all its executions"
for room in backend slot reclaim gil coroutine cycles; do
    [ "$(grep -c "\"room\":\"$room\"" "$dir/quick.json")" -ge 6 ]; ok $? "some of them are about the room $room"
done
for room in slot reclaim gil coroutine cycles; do
    [ "$(grep "\"room\":\"$room\"" "$dir/quick.json" | grep -c '"program":"seeded-.*"verdict":"broken"')" -ge 2 ]
    ok $? "bugs in programs of the room $room are found"
done
tap_done
