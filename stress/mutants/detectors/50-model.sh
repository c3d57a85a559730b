# model: the model checker: every interleaving and outcome of its programs, to the first that is not as it should be.
. "${BASH_SOURCE[0]%/*}/common.sh"

detector_cap_seconds=90

# The programs that are about a room; those about counts, weak references and threads for all others.
model_programs() { # room
    case $1 in
    slot | reclaim | gil | coroutine | cycles) printf '%s' "$1" ;;
    *) printf 'backend' ;;
    esac
}

detector_suite() { # room, backend
    printf 'rc-model %s %s' "$(model_programs "$1")" "$2"
}

detector_build() { # room, backend, jobs
    build build/model '-O1 -g1' '' "$3" "$1" build/model/bin/rc-model
}

# To the first program that is not as it should be. The programs have a backend's real threads: what the checked mode
# finds is no business of this detector.
play() { # room, backend, executions of each program
    build/model/bin/rc-model --backend "$2" --program "$(model_programs "$1")" --stop --as-found --jobs 2 --executions "$3" --json - 2>&1 |
        awk '{ print }
            /^\{.*"as_it_should":false/ {
                program = $0; sub(/.*"program":"/, "", program); sub(/".*/, "", program)
                fault = $0; sub(/.*"fault":"/, "", fault); sub(/".*/, "", fault)
                print "found: " program ": " fault
            }'
    return "${PIPESTATUS[0]}"
}

# A little of every program before much of any: most bugs show at once in one or another.
detector_run() { # room, backend, seed
    [ "$1" != check ] || return 77
    play "$1" "$2" 1000 && play "$1" "$2" 100000
    set -- $?
    [ "$1" -ne 2 ] || return 77 # no program of the room is for this backend
    return "$1"
}
