# head.sh: the mutants: which there are, and what their heads say.
#
# Everything that is wrong with a file is said in one line that names it, for all files, before anything is
# built.

declare -a mutants=()
declare -A file_of breaks mirrors backends killers visible equivalent unmodelled
malformed=0

bad() { # file, what
    printf 'mutants: %s: %s\n' "${1#"$root"/}" "$2" >&2
    malformed=$((malformed + 1))
}

# A word is in a list of words.
among() { # word, words...
    local word=$1 other
    shift
    for other; do
        [ "$word" = "$other" ] && return 0
    done
    return 1
}

mapfile -t known_backends < <(sed -n 's/^ *X(\([a-z0-9_]*\)).*/\1/p' "$root/refcount/counters/list.h")

find_mutants() {
    local path id
    declare -A sample=()
    if $quick; then
        [ -r "$from/quick" ] || die "--quick: there is no file $from/quick"
        while read -r id; do
            [ -n "$id" ] || continue
            sample[$id]=1
            [ -e "$from/$id.patch" ] || bad "$from/quick" "there is no mutant $id"
        done <"$from/quick"
    fi
    for path in "$from"/*/*.patch; do
        [ -e "$path" ] || continue
        id=${path#"$from"/}
        id=${id%.patch}
        # shellcheck disable=SC2053
        [[ $id == $only ]] || continue
        ! $quick || [ -n "${sample[$id]:-}" ] || continue
        [[ $id =~ ^[a-z][a-z0-9]*/[a-z0-9][a-z0-9-]*$ ]] ||
            bad "$path" "the name has other characters than a-z, 0-9 and -"
        mutants+=("$id")
        file_of[$id]=$path
    done
    [ ${#mutants[@]} -gt 0 ] || die "no mutant matches '$only' in $from"
}

# Sets `head` and `order` from the part of a file before the line ---; false without such a line.
read_head() { # file
    local line key=''
    head=() twice=''
    while IFS= read -r line; do
        case $line in
        ---) return 0 ;;
        [A-Z]*:*)
            key=${line%%:*}
            [ -z "${head[$key]+set}" ] || twice=$key
            line=${line#*:} ;;
        [[:space:]]*) ;;
        *) key=$line line='' ;;
        esac
        [ -n "$key" ] || key=$line
        read -r line <<<"$line"
        head[$key]="${head[$key]:+${head[$key]} }$line"
    done <"$1"
    return 1
}

# What only threads find that meet at the right moment, or a weak order, is what the model checker is for.
check_modelled() { # file, id
    local word by_chance=yes
    for word in ${killers[$2]}; do
        among "$word" stress tsan || by_chance=
    done
    if [ -z "$by_chance" ]; then
        [ -z "${unmodelled[$2]}" ] || bad "$1" "Unmodelled: is only for what stress and tsan alone find"
    elif [ -z "${unmodelled[$2]}" ]; then
        bad "$1" "Killers: only what depends on threads that meet; model finds it too, or Unmodelled: says why not"
    fi
}

check_words() { # file, id
    local file=$1 id=$2 word
    for word in ${backends[$id]}; do
        among "$word" "${known_backends[@]}" || bad "$file" "Backends: there is no backend '$word'"
    done
    if [ -n "${equivalent[$id]}" ]; then
        [ "${killers[$id]}" = none ] || bad "$file" "Killers: must be none, because the mutant is Equivalent"
        [ "${visible[$id]}" = no ] || bad "$file" "Visible: must be no, because the mutant is Equivalent"
        return
    fi
    check_modelled "$file" "$id"
    for word in ${killers[$id]}; do
        among "$word" "${all_detectors[@]}" || bad "$file" "Killers: there is no detector '$word'"
        [ "${visible[$id]}" != no ] || among "$word" tsan model ||
            bad "$file" "Visible: no, but $word is said to see it"
    done
    [ "${visible[$id]}" = yes ] || [ "${visible[$id]}" = no ] ||
        bad "$file" "Visible: is '${visible[$id]}' and neither yes nor no"
}

read_mutant() { # id
    local id=$1 file=${file_of[$1]} key said before=$malformed twice
    local -A head
    if ! read_head "$file"; then
        bad "$file" "no line --- between head and diff"
        return
    fi
    [ -z "$twice" ] || bad "$file" "the head says $twice: twice"
    for key in "${!head[@]}"; do
        among "$key" Breaks Mirrors Backends Killers Visible Equivalent Unmodelled ||
            bad "$file" "the head has an unknown key: '$key'"
    done
    for key in Breaks Mirrors Backends Killers Visible; do
        [ -n "${head[$key]:-}" ] || bad "$file" "the head has no $key:"
    done
    [ -z "${head[Equivalent]+set}" ] || [ -n "${head[Equivalent]}" ] || bad "$file" "Equivalent: without a proof"
    [ -z "${head[Unmodelled]+set}" ] || [ -n "${head[Unmodelled]}" ] || bad "$file" "Unmodelled: without a reason"
    breaks[$id]=${head[Breaks]:-} mirrors[$id]=${head[Mirrors]:-} backends[$id]=${head[Backends]:-}
    killers[$id]=${head[Killers]:-} visible[$id]=${head[Visible]:-} equivalent[$id]=${head[Equivalent]:-}
    unmodelled[$id]=${head[Unmodelled]:-}
    [ "$malformed" -eq "$before" ] || return
    check_words "$file" "$id"
    said=$(diff_of "$id" | git -C "$root" apply --check - 2>&1) ||
        bad "$file" "the patch does not apply: $(head -n 1 <<<"$said" | sed 's/^error: //')"
    said=$(diff_of "$id" | awk -v root="$root" -f "$here/lib/place.awk") || bad "$file" "$said"
}

# The diff alone.
diff_of() { # id
    sed '1,/^---$/d' "${file_of[$1]}"
}

read_mutants() {
    local id
    for id in "${mutants[@]}"; do
        read_mutant "$id"
    done
}

list_mutants() {
    local id text
    for id in "${mutants[@]}"; do
        text=${breaks[$id]:-}
        [ -z "${equivalent[$id]:-}" ] || text="(equivalent) $text"
        printf '%-34s %-14s %-30s %s\n' "$id" "${backends[$id]:-?}" "${killers[$id]:-?}" "$text"
    done
}
