# stress: rc-stress. It says nothing about a backend that is not meant for threads.
. "${BASH_SOURCE[0]%/*}/common.sh"

detector_cap_seconds=10

detector_suite() { # room, backend
    printf 'rc-stress'
}

detector_build() { # room, backend, jobs
    build build '-O2 -g' '' "$3" build/bin/rc-stress
}

detector_run() { # room, backend, seed
    [ "$2" != plain ] || return 77
    stress build "$2" "$3"
}
