# stress: rc-stress. It says nothing about a backend that is not meant for threads.
. "${BASH_SOURCE[0]%/*}/common.sh"

detector_cap_seconds=60

detector_suite() { # room, backend
    stress_backends "$1" "$2"
}

detector_build() { # room, backend, jobs
    [ "$2" = plain ] || build build '-O2 -g' '' "$3" "$(stress_target build "$2")"
}

detector_run() { # room, backend, seed
    [ "$2" != plain ] || return 77
    limit_memory
    stress build "$1" "$2" "$3"
}
