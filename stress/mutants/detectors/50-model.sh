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

# The programs have a backend's real threads: what the checked mode finds is no business of this detector.
detector_run() { # room, backend, seed
    [ "$1" != check ] || return 77
    build/model/bin/rc-model --backend "$2" --program "$(model_programs "$1")" --stop --as-found --jobs 2 --executions 100000 --json - 2>&1 |
        awk '{ print }
            /^\{.*"as_it_should":false/ {
                program = $0; sub(/.*"program":"/, "", program); sub(/".*/, "", program)
                fault = $0; sub(/.*"fault":"/, "", fault); sub(/".*/, "", fault)
                print "found: " program ": " fault
            }'
    set -- "${PIPESTATUS[0]}"
    [ "$1" -ne 2 ] || return 77 # no program of the room is for this backend
    return "$1"
}
