# common.sh: what the detectors share. To be sourced.

# The programs with fixed interleavings of threads.
puppet_programs() { # backend
    [ "$1" != biased ] ||
        printf 'biased-%s ' states limits owner safepoint exit identity orders memory
}

# The TAP programs that test what a room holds on a backend, by the name after build/test/.
tap_programs() { # room, backend
    printf '%s ' "conformance-$2" "memory-$2" $(puppet_programs "$2")
    case $1 in
    check) printf '%s ' check-misuse check-oom "check-lkdtm-$2" ;;
    plain | atomic | mutex | global | biased) printf '%s ' "check-lkdtm-$2" ;;
    esac
}

# In a build directory of its own, with flags of its own. BUILD OPT SANITIZE JOBS targets...
build() {
    local directory=$1 opt=$2 sanitize=$3 jobs=$4
    shift 4
    make -s -j"$jobs" CC=gcc BUILD="$directory" OPT="$opt" SANITIZE="$sanitize" "$@"
}

# Runs a TAP program; one that is silent about its plan has failed too, whatever its status says.
tap() { # program
    local status output=tap-$BASHPID.out # several detectors may be at work in one directory
    "$1" >"$output" 2>&1
    status=$?
    cat "$output"
    if [ $status -eq 0 ] && ! grep -q '^1\.\.[1-9]' "$output"; then
        printf '%s: no plan\n' "$1"
        status=1
    fi
    rm -f "$output"
    [ $status -eq 0 ] || printf '%s: status %d\n' "$1" $status
    return $status
}

tap_all() { # directory, programs...
    local directory=$1 program
    shift
    for program; do
        tap "$directory/test/$program" || return
    done
}

# Of a mutant that never stops to allocate, before the machine notices. Sanitizers have limits of their own.
limit_memory() {
    ulimit -v $((4 * 1024 * 1024))
}

# What rc-stress plays: nothing that is not meant for threads; the checked mode too where that is the room.
stress_backends() { # room, backend
    [ "$2" != plain ] || return 0
    printf ' %s' "$2"
    [ "$1" != check ] || printf ' check+%s' "$2"
}

# The program, where there is something to play.
stress_target() { # directory, backend
    [ "$2" = plain ] || printf '%s' "$1/bin/rc-stress"
}

# rc-stress with a seed. It ends at the first fault, if it can.
stress() { # directory, room, backend, seed
    local name options=(--seconds "${RC_MUTANT_SECONDS:-1}" --seed "$4" --json -)
    ! "$1/bin/rc-stress" --help | grep -q -e --stop || options+=(--stop)
    for name in $(stress_backends "$2" "$3"); do
        "$1/bin/rc-stress" --backend "$name" "${options[@]}" || return
    done
}
