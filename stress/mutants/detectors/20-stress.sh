# stress: every scenario of rc-stress, by schedule and by chance.
. "${BASH_SOURCE[0]%/*}/common.sh"

detector_cap_seconds=180

detector_suite() { # room, backend
    stress_backends "$1" "$2"
    stress_scenarios "$1" "$2"
}

detector_build() { # room, backend, jobs
    without_stress "$1" || build build '-O2 -g1' '' "$3" "$1" build/bin/rc-stress
}

detector_run() { # room, backend, seed
    ! without_stress "$1" || return 77
    limit_memory
    stress build "$1" "$2" "$3" 0.05 0.04
}
