#!/bin/sh
# instructions.sh: how many instructions a retain and a release take together, and the creation and destruction of an
# object, for every backend and peer: counted by callgrind, so that no machine is too noisy.
#
#   -b, --backend NAME|all   the backend or peer (all)
#   -j, --json FILE|-        one JSON object a line, as from rc-bench; the unit is "instructions"
#   -l, --list               list the backends and peers
#   -h, --help               this text
#
# The counts of two runs of a loop, one twice as long as the other, are subtracted. What an instruction costs is
# another question: an atomic one is one, and takes as long as twenty.
#
# BUILD: where the programs are (build). Exit status: 0 ok, 2 bad usage, or something is missing.
set -u
cd "$(dirname "$0")/../.." || exit 2
program=${BUILD:-build}/libexec/rc-instructions
backend=all json=

fail()
{
    echo "instructions: $*" >&2
    exit 2
}

while [ $# -gt 0 ]; do
    case $1 in
    -h | --help) sed -n '2,/^set /s/^# \{0,1\}//p' bench/micro/instructions.sh; exit 0 ;;
    -l | --list) list=yes ;;
    -b | --backend | -j | --json)
        [ $# -gt 1 ] || fail "$1 needs a value; see --help"
        case $1 in
        -b | --backend) backend=$2 ;;
        *) json=$2 ;;
        esac
        shift ;;
    *) fail "unknown option $1; see --help" ;;
    esac
    shift
done
[ -x "$program" ] || fail "$program is not built (make $program)"
[ -z "${list:-}" ] || exec "$program" --list
[ "$backend" = all ] || "$program" --list | grep -qxF -e "$backend" || fail "unknown backend '$backend' (--list shows them)"
command -v valgrind >/dev/null || fail "valgrind is missing"
case $json in
'' | -) ;;
*) (: >"$json.unfinished") 2>/dev/null || fail "cannot write $json" ;;
esac
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"; case $json in "" | -) ;; *) rm -f "$json.unfinished" ;; esac' EXIT

valgrind -q --tool=callgrind --callgrind-out-file="$dir/count" --collect-atstart=no \
    --toggle-collect=rc_instructions_counted --dump-before=rc_instructions_next \
    "$program" "$backend" >"$dir/sections" 2>"$dir/log" || fail "valgrind: $(tail -n 1 "$dir/log")"

# The first part is what comes before the first section, the last one what comes after the last.
i=1
while read -r section; do
    i=$((i + 1))
    total=$(sed -n 's/^totals: *//p' "$dir/count.$i")
    [ -n "$total" ] || fail "callgrind has written nothing about '$section'"
    echo "$section $total"
done <"$dir/sections" >"$dir/counted" || exit 2

# Each is there twice: case shape api backend operations total.
awk 'NR % 2 == 1 { operations = $5; total = $6; next }
     { printf "%s %s %s %s %.2f\n", $1, $2, $3, $4, ($6 - total) / ($5 - operations) }' "$dir/counted" >"$dir/each"

as_json()
{
    "$program" --environment
    awk '{ api = $3 == "-" ? "" : $3
           printf "{\"program\":\"rc-bench\",\"kind\":\"result\",\"suite\":\"instructions\",\"case\":\"%s\",\"shape\":\"%s\",", $1, $2
           printf "\"api\":\"%s\",\"backend\":\"%s\",\"threads\":1,\"clock\":\"callgrind\",\"unit\":\"instructions\",", api, $4
           printf "\"ns_median\":%s,\"ns_p25\":%s,\"ns_p75\":%s,\"ns_min\":%s,\"repetitions\":1,\"clean\":1}\n", $5, $5, $5, $5 }' "$dir/each"
}

case $json in
-) as_json ;;
*)
    [ -z "$json" ] || { as_json >"$json.unfinished" && mv "$json.unfinished" "$json"; } || fail "cannot write $json"
    awk '{ name = $1 "/" $2 ($3 == "-" ? "" : "/" $3) "/" $4; printf "%-44s %10.2f\n", name, $5 }' "$dir/each" ;;
esac
