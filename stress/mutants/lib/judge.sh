# judge.sh: from outcomes to verdicts.
#
# A mutant with several backends is judged on each of them, and is killed if it is killed on all.

declare -A outcome took what built verdict absent
declare -a problems=()
failures=0

problem() {
    problems+=("$*")
    failures=$((failures + 1))
}

found() { # outcome
    [[ $1 == [KCH] ]]
}

# Each detector on the sources as they are, once for each thing that it would run. False if one finds something.
judge_bases() {
    local room name backend number=0 good=true got milliseconds suite entry
    local -a work_list=()
    local -A seen=() proven=()
    while read -r backend room name; do
        suite="$name $backend $(suite_of "$name" "$room" "$backend")"
        [ -z "${seen[$suite]:-}" ] || continue
        seen[$suite]=1
        work_list+=("$backend $room $name $number ${proven["$name $backend"]:-}")
        proven["$name $backend"]+=" $(suite_of "$name" "$room" "$backend" | tr -s '\n ' ' ')"
        number=$((number + 1))
    done < <(wanted_bases)
    at_a_time try_base "${work_list[@]}"
    progress_end
    for entry in "${work_list[@]}"; do
        read -r backend room name number _ <<<"$entry"
        read -r _ _ got milliseconds _ <"$work/results/base-$number" || got='!'
        case $got in
        .)  # the longest of what it runs for one room or another
            [ "$milliseconds" -le "${took["base $backend $name"]:-0}" ] || took["base $backend $name"]=$milliseconds ;;
        -) absent["$backend $name"]=1 ;;
        *)
            problem "$name proves nothing: it does not pass on $backend as it is ($got after $milliseconds ms, log: $work/logs/base-$backend-$name-$number.log)"
            good=false ;;
        esac
    done
    $good
}

read_results() { # id
    local id=$1 first second third fourth rest
    while read -r first second third fourth rest; do
        case $first in
        unapplied) bad "${file_of[$id]}" "the patch does not apply to a copy of the sources" ;;
        unbuilt) bad "${file_of[$id]}" "does not compile on $second for $third (log: $work/logs/${id/\//-}/build.log)" ;;
        built) built["$id $second"]=$third ;;
        *) outcome["$id $first $second"]=$third took["$id $first $second"]=$fourth
            what["$id $first $second"]=$rest ;;
        esac
    done <"$work/results/${id/\//-}"
}

# Says what is wrong with the outcomes of a mutant on one of its backends, and leaves its verdict.
judge_on() { # id, backend
    local id=$1 backend=$2 name got any='' other=''
    for name in $(shown_to "$id"); do
        got=${outcome["$id $backend $name"]:-!}
        if [ "$got" = '!' ]; then
            problem "$id on $backend: $name could not be run"
        elif [ "$got" = - ] && [ -z "${absent["$backend $name"]:-}" ]; then
            problem "$id on $backend: $name says that it does not apply, though it did to the sources as they are"
        fi
        if found "$got"; then
            any=yes
            [ "$name" = tsan ] || other=yes
        elif [ "$got" = . ] && among "$name" ${killers[$id]}; then
            problem "$id on $backend: $name must find it and did not"
        fi
    done
    if [ -n "${equivalent[$id]}" ]; then
        verdict["$id $backend"]=equivalent
        [ -z "$any" ] || problem "$id on $backend: was killed, though it is said to be equivalent"
    elif [ -n "$any" ]; then
        verdict["$id $backend"]=killed
        $some || [ "${visible[$id]}" = no ] || [ -n "$other" ] ||
            problem "$id on $backend: is said to be visible, but only tsan found it"
    else
        verdict["$id $backend"]=survived
        $some || problem "$id on $backend: survived"
    fi
}

judge_mutants() {
    local id backend some=false # one detector only: then nothing is said of what others might find
    [ -z "$detector" ] || some=true
    for id in "${mutants[@]}"; do
        if [ ! -s "$work/results/${id/\//-}" ]; then
            problem "$id: there is no result"
            continue
        fi
        local before=$malformed
        read_results "$id"
        [ "$malformed" -eq "$before" ] || continue
        verdict[$id]=killed
        for backend in ${backends[$id]}; do
            judge_on "$id" "$backend"
            [ "${verdict["$id $backend"]}" = killed ] || verdict[$id]=${verdict["$id $backend"]}
        done
    done
}

# Of the detectors that found it on that backend, the time of the quickest; empty if none did.
quickest() { # id, backend
    local name best='' ms
    for name in "${detectors[@]}"; do
        found "${outcome["$1 $2 $name"]:-.}" || continue
        ms=${took["$1 $2 $name"]}
        [ -n "$best" ] && [ "$best" -le "$ms" ] || best=$ms
    done
    printf '%s' "$best"
}
