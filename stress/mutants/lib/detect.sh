# detect.sh: what a detector says of a copy.
#
#   .  clean        it found nothing
#   K  killed       it found the bug
#   C  crashed      the bug killed the program: found, though not by what was looked for
#   H  hung         it did not come to its end within its cap, and was stopped
#   -  absent       it says nothing about this backend, or does not exist yet
#   !  broken       it could not be run

declare -a all_detectors=() detectors=()
declare -A detector_file detector_cap

find_detectors() {
    local file name
    for file in "$detectors_from"/[0-9]*-*.sh; do
        [ -e "$file" ] || die "there are no detectors in $detectors_from"
        name=${file##*/}
        name=${name#*-}
        name=${name%.sh}
        all_detectors+=("$name")
        detector_file[$name]=$file
        detector_cap[$name]=$(. "$file" && printf '%s' "${detector_cap_seconds:-}")
        [[ ${detector_cap[$name]} =~ ^[0-9]+$ ]] || die "$file sets no detector_cap_seconds"
    done
    detectors=("${all_detectors[@]}")
    if [ -n "$detector" ]; then
        among "$detector" "${all_detectors[@]}" || die "unknown detector '$detector'; there are ${all_detectors[*]}"
        detectors=("$detector")
    fi
}

# The detectors that a mutant is shown to: all, unless there is no time for more than those that promise it, or the
# first of them. What nobody promises, because it is equivalent, is at least built and shown to one.
shown_to() { # id
    local name
    for name in "${detectors[@]}"; do
        case $shown in
        promised) among "$name" ${killers[$1]} || [ -n "${equivalent[$1]}" ] || continue ;;
        first) [ -n "${equivalent[$1]}" ] || [ "$name" = "$(first_killer "$1")" ] || continue ;;
        esac
        printf '%s\n' "$name"
        [ "$shown" = all ] || [ -z "${equivalent[$1]}" ] || break
    done
}

# Of the detectors that promise a mutant the one with the smallest cap, in the order of the columns where they are the
# same; tsan only for what no other makes visible; and where threads must meet, for which stress is a killer, the model
# checker, which finds them meet in every run.
first_killer() { # id
    local name best=''
    if among stress ${killers[$1]} && among model ${killers[$1]}; then
        printf model
        return
    fi
    for name in "${all_detectors[@]}"; do
        among "$name" ${killers[$1]} || continue
        [ "$name" != tsan ] || [ "${visible[$1]}" = no ] || continue
        [ -n "$best" ] && [ "${detector_cap[$best]}" -le "${detector_cap[$name]}" ] || best=$name
    done
    printf '%s' "$best"
}

milliseconds() {
    printf '%s' $(($(date +%s%N) / 1000000))
}

# Runs a function of a detector's file in a copy. Sets status and elapsed (ms). The process group that timeout
# makes its own holds all that the detector starts; what is left of it at the end is stopped.
act() { # detector, seconds, log, directory, function, arguments...
    local file=${detector_file[$1]} seconds=$2 log=$3 copy=$4 begin
    shift 4
    begin=$(milliseconds)
    (cd "$copy" && ulimit -c 0 && exec timeout -k 1 "$seconds" bash -c '. "$0" && "$@"' "$file" "$@") >>"$log" 2>&1 </dev/null &
    group=$!
    wait "$group"
    status=$?
    kill -KILL -- "-$group" 2>/dev/null
    group=''
    elapsed=$(($(milliseconds) - begin))
}

# How long a detector may take with a mutant: some times what it took on the sources as they are. Enough for a
# machine that is busy with other things, and little enough for a hang.
cap_for() { # backend, detector
    local ms=$((4000 + 3 * ${took["base $1 $2"]:-0})) most=${detector_cap[$2]}
    [ "$ms" -le $((most * 1000)) ] || ms=$((most * 1000))
    printf '%d.%03d' $((ms / 1000)) $((ms % 1000))
}

outcome_of() { # status, elapsed ms, cap in seconds
    case $1 in
    0) printf . ;;
    77) printf - ;;
    124) printf H ;;
    126 | 127) printf '!' ;;
    *)
        if [ "$1" -eq 137 ] && [ "$2" -ge "${3/./}" ]; then
            printf H
        elif [ "$1" -ge 128 ]; then
            printf C
        else
            printf K
        fi ;;
    esac
}

# One detector on one backend of a copy: a line "backend detector outcome milliseconds what was found".
detect() { # copy, room, backend, detector, log, cap in seconds with three digits behind the point
    act "$4" "$6" "$5" "$1" detector_run "$2" "$3" "$seed"
    printf '%s %s %s %s %s\n' "$3" "$4" "$(outcome_of "$status" "$elapsed" "$6")" "$elapsed" \
        "$(sed -n 's/^found: //p' "$5" | head -n 1)"
}

# What a detector would run: the same text for two rooms says that one run on the sources as they are will do.
suite_of() { # detector, room, backend
    bash -c '. "$0" && detector_suite "$@"' "${detector_file[$1]}" "$2" "$3"
}

stop_group() {
    [ -z "${group:-}" ] || kill -KILL -- "-$group" 2>/dev/null
    exit 130
}

# In a process of its own, whose result is a file.
try_base() { # "backend room detector number what others run"
    local room backend name number
    trap stop_group INT TERM
    read -r backend room name number MUTANTS_PROVEN <<<"$1"
    export MUTANTS_PROVEN
    detect "$work/base-$backend" "$room" "$backend" "$name" "$work/logs/base-$backend-$name-$number.log" \
        "${detector_cap[$name]}.000" >"$work/results/base-$number"
    progress "base: $name on $backend"
}

try_mutant() { # id
    local id=$1 name=${1/\//-} backend
    trap stop_group INT TERM
    mkdir -p "$work/logs/$name"
    for backend in ${backends[$id]}; do
        try_on "$id" "$backend" "$work/$name-$backend" "$work/logs/$name" || break
    done >"$work/results/$name"
    progress "$(ls "$work/results" | grep -vc '^base-')/${#mutants[@]} $id"
}

# On one of its backends. False if there is nothing to be tried on the others.
try_on() { # id, backend, copy, logs
    local id=$1 backend=$2 copy=$3 logs=$4 room=${1%%/*} detector built=0 tried=true
    if ! make_copy "$id" "$backend" "$copy" >"$logs/build.log" 2>&1; then
        echo unapplied
        tried=false
    else
        for detector in $(shown_to "$id"); do
            act "$detector" 120 "$logs/build.log" "$copy" detector_build "$room" "$backend" 1
            [ "$status" -eq 0 ] || { echo "unbuilt $backend $detector"; tried=false; break; }
            built=$((built + elapsed))
        done
    fi
    if $tried; then
        echo "built $backend $built"
        for detector in $(shown_to "$id"); do
            detect "$copy" "$room" "$backend" "$detector" "$logs/$backend-$detector.log" "$(cap_for "$backend" "$detector")"
        done
    fi
    $keep || rm -rf "$copy"
    $tried
}

progress() {
    if [ -t 2 ]; then
        printf '\r\033[K%s' "$*" >&2
    else
        printf '%s\n' "$*" >&2
    fi
}

progress_end() {
    [ ! -t 2 ] || printf '\r\033[K' >&2
}
