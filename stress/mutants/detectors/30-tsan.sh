# tsan: rc-stress and the conformance test under ThreadSanitizer.
. "${BASH_SOURCE[0]%/*}/common.sh"

detector_cap_seconds=15

detector_suite() { # room, backend
    printf 'rc-stress conformance'
}

detector_build() { # room, backend, jobs
    build build/tsan '-O1 -g' -fsanitize=thread "$3" build/tsan/bin/rc-stress "build/tsan/test/conformance-$2"
}

detector_run() { # room, backend, seed
    export RC_TEST_SEED=$3 RC_TEST_PERCENT=5 TSAN_OPTIONS='exitcode=66 halt_on_error=1 history_size=7'
    tap "build/tsan/test/conformance-$2" || return
    [ "$2" = plain ] || stress build/tsan "$2" "$3"
}
