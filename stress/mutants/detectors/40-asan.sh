# asan: rc-stress and the test programs of the room under AddressSanitizer and UndefinedBehaviorSanitizer.
. "${BASH_SOURCE[0]%/*}/common.sh"

detector_cap_seconds=180

detector_suite() { # room, backend
    stress_backends "$1" "$2"
    stress_scenarios "$1" "$2"
    tap_programs "$1" "$2"
}

detector_build() { # room, backend, jobs
    build build/asan '-O1 -g1' \
        '-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer' "$3" "$1" \
        $(without_stress "$1" || printf build/asan/bin/rc-stress) $(tap_programs "$1" "$2" | sed 's|[^ ]\+|build/asan/test/&|g')
}

detector_run() { # room, backend, seed
    export RC_TEST_SEED=$3 RC_TEST_PERCENT=5
    export ASAN_OPTIONS='detect_leaks=1 hard_rss_limit_mb=2048' UBSAN_OPTIONS=print_stacktrace=1
    tap_all build/asan $(tap_programs "$1" "$2") && stress build/asan "$1" "$2" "$3" 0.02 0.01
}
