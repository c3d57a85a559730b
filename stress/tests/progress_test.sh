#!/bin/bash
#
# progress_test.sh BUILD: rc-stress --scenario progress: what it prints for each backend; and that it can see
# what it judges: each loop of the library that retries comes by a point.

build=${1:-build}
stress=$build/bin/rc-stress
root=$(dirname "$0")/../..
. "$root/refcount/tool/tap.sh"
ok() { # status text
    tap_result "$@"
}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

# The compare-exchanges in a file that may fail and try again with no point, and no waiting, close by.
blind_loops() {
    awk '{ line[NR] = $0 }
        /RC_POINT\(|rc_platform_relax/ { point[NR] = 1 }
        /rc_cas_weak_/ { loop[NR] = 1 }
        END {
            for (n in loop) {
                seen = 0
                for (m = n - 8; m <= n + 5; m++)
                    seen += m in point
                if (!seen)
                    print FILENAME ": " line[n]
            }
        }' "$1"
}
for file in "$root"/refcount/counters/{*,*/*}.[ch] "$root"/refcount/{weak,thread,object}.c; do
    blind_loops "$file"
done >"$dir/blind"
[ ! -s "$dir/blind" ]; ok $? "each compare-exchange loop comes by a point" "$dir/blind"
sed 's/RC_POINT(.*//' "$root"/refcount/counters/{biased,biased/queue}.c >"$dir/biased.c"
[ "$(blind_loops "$dir/biased.c" | wc -l)" -ge 7 ]; ok $? "and without points that would be seen"

# The class that the table gives an operation in its first row: claimed, then the worst measured.
claimed() { # backend operation
    awk -v operation="$2" 'substr($0, 5, 31) ~ "^" operation " *$" { print substr($0, 68, 10); exit }' "$dir/$1" | tr -d ' '
}
expect() { # backend operation class
    [ "$(claimed "$1" "$2")" = "$3" ]; ok $? "$1: $2 is $3"
}
for b in plain atomic biased mutex global; do
    for seconds in 1 2 4 8; do
        "$stress" --scenario progress --backend $b --seconds $seconds --json "$dir/$b.json" >"$dir/$b"
        status=$?
        grep -q '"verdict":"inconclusive"' "$dir/$b.json" || break
    done
    [ $status -eq 0 ] && grep -q '"verdict":"sound"' "$dir/$b.json"; ok $? "$b is sound" "$dir/$b"
    ! grep -q '^  !' "$dir/$b"; ok $? "$b: no operation has a mark"
    [ "$(grep -cE ' (wait-free|lock-free|blocking) ' "$dir/$b")" -ge 25 ]; ok $? "$b: all operations are there"
    grep -q '^    [1-9][0-9]* threads suspended' "$dir/$b"; ok $? "$b: threads were suspended"
done
expect atomic retain wait-free
expect atomic try_retain lock-free
expect biased release lock-free
expect biased thread_block_end blocking
expect mutex retain blocking
expect global count blocking
expect plain release wait-free
for state in 'by the owner' 'not the owner' queued merged immortal 'owner blocked' 'owner gone'; do
    [ "$(grep -c "^.\{36\}$state  " "$dir/biased")" -ge 7 ]; ok $? "biased is measured in the setting: $state"
done
grep -q '^    in the large: [1-9].* operations of 4 threads, [1-9]' "$dir/biased"; ok $? "biased is played in the large"

"$stress" --scenario progress --backend check+atomic --json "$dir/check.json" >/dev/null
[ $? -eq 0 ] && grep -q '"verdict":"inconclusive"' "$dir/check.json"; ok $? "nothing is claimed for a decorator"

tap_done
