# tsan: rc-stress and the test programs that have threads under ThreadSanitizer.
. "${BASH_SOURCE[0]%/*}/common.sh"

detector_cap_seconds=180

programs() { # room, backend
    if [ "$1" = reclaim ]; then
        reclaim_programs
        return
    elif [ "$1" = slot ]; then
        printf '%s ' "slots-$2"
        return
    fi
    if [ "$1" = cycles ]; then
        printf 'cycles-threads-%s ' "$2"
        return
    fi
    printf '%s ' "conformance-$2" $(puppet_programs "$2")
    [ "$1" != check ] || printf '%s ' check-misuse
    [ "$1" != gil ] || printf '%s ' "gil-$2"
    [ "$1" != coroutine ] || printf '%s ' "coro-$2"
}

detector_suite() { # room, backend
    programs "$1" "$2"
    stress_backends "$1" "$2"
    stress_scenarios "$1" "$2"
}

detector_build() { # room, backend, jobs
    build build/tsan '-O1 -g1' -fsanitize=thread "$3" "$1" $(without_stress "$1" || printf build/tsan/bin/rc-stress) \
        $(programs "$1" "$2" | sed 's|[^ ]\+|build/tsan/test/&|g')
}

detector_run() { # room, backend, seed
    export RC_TEST_SEED=$3 RC_TEST_PERCENT=5
    # Without the second that every process, and so every play, sleeps at its end.
    export TSAN_OPTIONS='exitcode=66 halt_on_error=1 history_size=7 memory_limit_mb=2048 atexit_sleep_ms=0'
    TSAN_OPTIONS+=" suppressions=$PWD/.ci/tsan.supp"
    tap_all build/tsan $(programs "$1" "$2") && stress build/tsan "$1" "$2" "$3" 0.02 0.01
}
