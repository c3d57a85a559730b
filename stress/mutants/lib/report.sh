# report.sh: the matrix as text and as JSON, and what is to be said at the end.

seconds() { # milliseconds
    printf '%d.%02d' $(($1 / 1000)) $(($1 % 1000 / 10))
}

# A cell: what was found and after how long; * is a killer that the head promises.
cell() { # id, backend, detector
    local got=${outcome["$1 $2 $3"]:- } star=' '
    among "$3" ${killers[$1]} && star='*'
    if found "$got"; then
        printf '%s%s%6s' "$got" "$star" "$(seconds "${took["$1 $2 $3"]}")"
    else
        printf '%s%s%6s' "$got" "$star" ''
    fi
}

print_matrix() {
    local id backend name
    printf '\n%-34s %-8s %6s' mutant backend build
    for name in "${detectors[@]}"; do
        printf '  %-11s' "$name"
    done
    printf '\n'
    for id in "${mutants[@]}"; do
        for backend in ${backends[$id]}; do
            printf '%-34s %-8s %6s' "$id" "$backend" "$(seconds "${built["$id $backend"]:-0}")"
            for name in "${detectors[@]}"; do
                printf '  %-11s' "$(cell "$id" "$backend" "$name")"
            done
            printf '%s\n' "${verdict["$id $backend"]:-no result}"
        done
    done
    say
    say "K killed, C crashed, H hung, . not found, - does not apply; seconds to detection; * a listed killer"
}

print_problems() {
    local text
    for text in "${problems[@]}"; do
        say "mutants: $text"
    done
}

print_summary() {
    local id backend ms killed=0 same=0 alive=0
    local -a times=()
    for id in "${mutants[@]}"; do
        case ${verdict[$id]:-} in
        killed) killed=$((killed + 1)) ;;
        equivalent) same=$((same + 1)) ;;
        survived) alive=$((alive + 1)) ;;
        esac
        for backend in ${backends[$id]}; do
            ms=$(quickest "$id" "$backend")
            [ -z "$ms" ] || times+=("$ms")
        done
    done
    local median=-
    if [ ${#times[@]} -gt 0 ]; then
        mapfile -t times < <(printf '%s\n' "${times[@]}" | sort -n)
        median="$(seconds "${times[${#times[@]} / 2]}") s"
    fi
    say "${#mutants[@]} mutants: $killed killed, $same equivalent, $alive survived; $failures problems;" \
        "first detection after $median (median); $((SECONDS - started)) s, seed $seed"
}

# ------------------------------------------------------------------------------------------- JSON

quote() { # text
    local text=${1//\\/\\\\}
    text=${text//\"/\\\"}
    text=${text//[$'\001'-$'\037']/ }
    printf '"%s"' "$text"
}

quote_list() { # words...
    local word separator=''
    printf '['
    for word; do
        printf '%s%s' "$separator" "$(quote "$word")"
        separator=,
    done
    printf ']'
}

outcome_name() { # outcome
    case $1 in
    .) printf clean ;;
    K) printf killed ;;
    C) printf crashed ;;
    H) printf hung ;;
    -) printf absent ;;
    *) printf broken ;;
    esac
}

json_result() { # id, backend
    local name separator='' got listed
    printf '{"backend":%s,"verdict":%s,"build_ms":%s,"detectors":{' "$(quote "$2")" \
        "$(quote "${verdict["$1 $2"]}")" "${built["$1 $2"]}"
    for name in $(shown_to "$1"); do
        got=${outcome["$1 $2 $name"]:-!}
        listed=false
        among "$name" ${killers[$1]} && listed=true
        printf '%s%s:{"outcome":%s,"ms":%s,"listed":%s,"found":%s}' "$separator" "$(quote "$name")" \
            "$(quote "$(outcome_name "$got")")" "${took["$1 $2 $name"]:-0}" $listed \
            "$(quote "${what["$1 $2 $name"]:-}")"
        separator=,
    done
    printf '}}'
}

json_mutant() { # id
    local id=$1 backend separator='' see=false
    [ "${visible[$id]}" = no ] || see=true
    printf '{"kind":"mutant","room":%s,"name":%s,"verdict":%s,"breaks":%s,"mirrors":%s,"killers":%s,"visible":%s' \
        "$(quote "${id%%/*}")" "$(quote "${id#*/}")" "$(quote "${verdict[$id]}")" "$(quote "${breaks[$id]}")" \
        "$(quote "${mirrors[$id]}")" "$(quote_list ${killers[$id]})" $see
    [ -z "${equivalent[$id]}" ] || printf ',"equivalent":%s' "$(quote "${equivalent[$id]}")"
    [ -z "${unmodelled[$id]}" ] || printf ',"unmodelled":%s' "$(quote "${unmodelled[$id]}")"
    printf ',"seed":%s,"results":[' "$seed"
    for backend in ${backends[$id]}; do
        printf '%s%s' "$separator" "$(json_result "$id" "$backend")"
        separator=,
    done
    printf ']}\n'
}

write_json() {
    local id
    for id in "${mutants[@]}"; do
        [ -z "${verdict[$id]:-}" ] || json_mutant "$id"
    done >"$work/matrix.json"
    case $json in
    '') ;;
    -) cat "$work/matrix.json" ;;
    *) cp "$work/matrix.json" "$json" || die "cannot write $json" ;;
    esac
}
