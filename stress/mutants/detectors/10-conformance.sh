# conformance: the test programs of the room, as users build them.
. "${BASH_SOURCE[0]%/*}/common.sh"

detector_cap_seconds=60

detector_suite() { # room, backend
    tap_programs "$1" "$2"
}

detector_build() { # room, backend, jobs
    build build '-O2 -g1' '' "$3" "$1" $(tap_programs "$1" "$2" | sed 's|[^ ]\+|build/test/&|g')
}

detector_run() { # room, backend, seed
    export RC_TEST_SEED=$3 RC_TEST_PERCENT=20
    limit_memory
    tap_all build $(tap_programs "$1" "$2")
}
