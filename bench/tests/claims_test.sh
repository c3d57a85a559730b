#!/bin/bash
#
# claims_test.sh: rc-claims and its page. Of the claims only those are tried here that count and do not measure
# times. TAP.
#
#   bench/tests/claims_test.sh [BUILD]

cd "$(dirname "$0")/../.." || exit 2
. refcount/tool/tap.sh
claims=${1:-build}/bin/rc-claims
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ok() { tap_result "$1" "$2" "$work/out" "$work/err"; }
run() {
    timeout 120 "$claims" "$@" >"$work/out" 2>"$work/err"
    status=$?
}

run --list
[ $status -eq 0 ] && [ "$(grep -c '' "$work/out")" -ge 20 ] && [ ! -s "$work/err" ]
ok $? "at least 20 claims are listed"
[ -z "$(cut -d' ' -f1 "$work/out" | sort | uniq -d)" ]
ok $? "each with an id of its own"

for bad in '--only nothing' '--tries 0' '--budget x' '--unknown' 'operand' '--json /nowhere/file'; do
    # shellcheck disable=SC2086
    run $bad
    [ $status -eq 2 ] && [ ! -s "$work/out" ] && [ -s "$work/err" ]
    ok $? "rc-claims $bad: status 2"
done

counted=(--only C02 --only C03 --only C04 --only C05a --only C07a --only C18 --only C20c)
run "${counted[@]}" --json "$work/claims.jsonl"
[ $status -eq 0 ] && [ "$(grep -c '"kind":"claim"' "$work/claims.jsonl")" -eq 7 ] &&
    [ "$(head -n 1 "$work/claims.jsonl" | grep -c '"kind":"environment"')" -eq 1 ]
ok $? "one object for each claim, after one for the machine"
verdict_of() { grep "\"id\":\"$1\"" "$work/claims.jsonl" | sed 's/.*"verdict":"\([^"]*\)".*/\1/'; }
while read -r id verdict; do
    [ "$(verdict_of "$id")" = "$verdict" ]
    ok $? "$id is $verdict, which no machine can change"
done <<'END'
C02 CONFIRMED
C03 CONFIRMED
C04 CONFIRMED WITH LIMITS
C05a CONFIRMED
C07a REFUTED
C18 CONFIRMED
C20c CONFIRMED
END
run --only C03 --json -
[ $status -eq 0 ] && [ "$(grep -vc '^{' "$work/out")" -eq 0 ]
ok $? "--json -: nothing but objects on stdout"

page() { /usr/bin/python3 bench/report/claims.py "$@" >"$work/out" 2>"$work/err"; status=$?; }
page --claims "$work/claims.jsonl" --output "$work/page"
[ $status -eq 0 ] && [ "$(grep -o '<svg' "$work/page/index.html" | wc -l)" -eq 7 ] &&
    ! grep -qE '<script|<link|src=' "$work/page/index.html"
ok $? "the page has a plot for each, and needs no other file"

printf 'Before\n<!-- claim %s -->\nold\n<!-- end -->\n' C02 C03 C04 C05a C07a C18 C20c C99 environment >"$work/doc.md"
page --claims "$work/claims.jsonl" --output "$work/page" --document "$work/doc.md" --pictures "$work/pictures"
[ $status -eq 0 ] && [ -s "$work/pictures/C05a.svg" ] && grep -qF '**REFUTED**' "$work/doc.md" &&
    grep -qF '](pictures/C05a.svg)' "$work/doc.md" && [ "$(grep -cx old "$work/doc.md")" -eq 1 ]
ok $? "a document gets its blocks filled, and keeps those that were not measured"
printf '<!-- claim C02 -->\n<!-- end -->\n' >"$work/short.md"
page --claims "$work/claims.jsonl" --output "$work/page" --document "$work/short.md" --pictures "$work/none"
[ $status -eq 2 ] && grep -q '^claims: .*no block for' "$work/err" && [ ! -e "$work/none" ]
ok $? "a claim without a block is an error, and nothing is written"
sed -i 's/"verdict":"REFUTED"/"verdict":"PERHAPS"/' "$work/claims.jsonl"
page --claims "$work/claims.jsonl" --output "$work/bad"
[ $status -eq 2 ] && [ "$(grep -c '' "$work/err")" -eq 1 ] && [ ! -e "$work/bad" ]
ok $? "an unknown verdict is one line on stderr, and nothing is written"

for id in $(timeout 10 "$claims" --list | cut -d' ' -f1); do
    grep -q "<!-- claim $id -->" docs/gil.md || echo "$id"
done >"$work/out"
[ ! -s "$work/out" ]
ok $? "docs/gil.md has a block for every claim"
tap_done
