# common.sh: what the detectors share. To be sourced.

# The programs with fixed interleavings of threads.
puppet_programs() { # backend
    [ "$1" != biased ] ||
        printf 'biased-%s ' states limits owner safepoint exit identity orders memory
}

# The conformance suites of reclamation schemes, which know only one backend.
reclaim_programs() {
    local scheme
    for scheme in $(make -s list-schemes); do
        printf 'reclaim-%s ' "$scheme"
    done
    printf 'reclaim-hazard_asym_fallback reclaim-garbage'
}

# The TAP programs that test what a room holds on a backend, by the name after build/test/.
tap_programs() { # room, backend
    if [ "$1" = reclaim ]; then
        reclaim_programs
        return
    elif [ "$1" = slot ]; then
        printf '%s ' "slots-$2" "slots-collected-$2-hazard_asym"
        return
    fi
    if [ "$1" = cycles ]; then
        printf "cycles-%s-$2 " endings threads control shapes deep graphs sliced
        return
    fi
    printf '%s ' "conformance-$2" "memory-$2" $(puppet_programs "$2")
    case $1 in
    gil) printf '%s ' "gil-$2" ;;
    coroutine) printf '%s ' "coro-$2" "coro-cycles-$2" ;;
    check) printf '%s ' check-misuse check-oom "check-lkdtm-$2" ;;
    plain | atomic | mutex | global | biased) printf '%s ' "check-lkdtm-$2" ;;
    esac
}

# In a build directory of its own, with flags of its own. Slots are built and played with on hazard pointers, the
# strictest readers: they keep what they have announced, and nothing else; only the room of reclamation has all schemes.
# BUILD OPT SANITIZE JOBS ROOM targets...
build() {
    local directory=$1 opt=$2 sanitize=$3 jobs=$4 schemes=hazard_asym
    [ "$5" != reclaim ] || schemes=$(make -s list-schemes | tr '\n' ' ')
    shift 5
    make -s -j"$jobs" SCHEMES="$schemes" CC=gcc BUILD="$directory" OPT="$opt" SANITIZE="$sanitize" "$@"
}

# Every detector that finds something says so in a line "found: WHERE: WHAT", which the matrix keeps.

# What a sanitizer or a failed test says of it, in a few words.
first_words() { # log, status
    local words
    words=$(grep -m 1 -E '^(SUMMARY: |not ok |refcount: )|runtime error: ' "$1" | sed 's/^not ok [0-9]* - //')
    printf '%s' "${words:-status $2}"
}

# Of the sources as they are each part is run once, though several rooms have it: the words of what a detector's
# other runs on this backend have in their suites.
proven() { # words
    local word
    [ -n "${MUTANTS_PROVEN:-}" ] || return
    for word; do
        [[ " $MUTANTS_PROVEN " == *" $word "* ]] || return
    done
}

# Runs a TAP program; one that is silent about its plan has failed too, whatever its status says.
tap() { # program
    local status output=tap-$BASHPID.out # several detectors may be at work in one directory
    "$1" >"$output" 2>&1
    status=$?
    cat "$output"
    if [ $status -eq 0 ] && ! grep -q '^1\.\.[1-9]' "$output"; then
        printf 'found: %s: no plan\n' "${1##*/}"
        status=1
    elif [ $status -ne 0 ]; then
        printf 'found: %s: %s\n' "${1##*/}" "$(first_words "$output" $status)"
    fi
    rm -f "$output"
    return $status
}

tap_all() { # directory, programs...
    local directory=$1 program
    shift
    for program; do
        proven "$program" || tap "$directory/test/$program" || return
    done
}

# Of a mutant that never stops to allocate, before the machine notices. Sanitizers have limits of their own.
limit_memory() {
    ulimit -v $((4 * 1024 * 1024))
}

# Rooms that rc-stress has no scenarios for.
without_stress() { # room
    [ "$1" = reclaim ]
}

# What rc-stress plays: the backend, and its checked mode where that is the room.
stress_backends() { # room, backend
    without_stress "$1" && return
    printf ' %s' "$2"
    [ "$1" != check ] || printf ' check+%s' "$2"
}

scenarios_called() { # the first word of their names
    sed -n "s/^ *\\.name = \"\\($1-[a-z-]*\\)\",\$/ \\1/p" stress/scenarios/*.c stress/litmus/*.c | tr -d '\n'
}

# The scenarios that it plays: a room's own where it has some.
stress_scenarios() { # room, backend
    if [ "$2" = plain ]; then
        printf ' random-ops'
    elif [ "$1" = slot ]; then
        printf ' slots'
    elif [ "$1" = cycles ]; then
        scenarios_called collect
    elif [ "$1" = coroutine ]; then
        scenarios_called coroutine
    else
        printf ' all'
    fi
}

# rc-stress with a seed, to the first play that is broken: the rest would find nothing that matters here. Every
# scenario is played for a moment, and then again for as long as it is worth, because most bugs show at once in one
# scenario or another. A backend that is not meant for threads is played by threads that take turns.
stress() { # directory, room, backend, seed, seconds by chance, seconds of schedules
    stress_pass "$1" "$2" "$3" "$4" 0 0.002 && stress_pass "$@"
}

stress_pass() { # as stress
    local name scenario status options=(--stop --seed "$4" --seconds "$5" --budget "$6" --reclaim hazard_asym --json -)
    for name in $(stress_backends "$2" "$3"); do
        for scenario in $(stress_scenarios "$2" "$3"); do
            ! proven "$name" "$scenario" || continue
            "$1/bin/rc-stress" --backend "$name" --scenario "$scenario" "${options[@]}" 2>&1 | to_first_broken
            status=("${PIPESTATUS[@]}")
            [ "${status[1]}" -eq 0 ] || return 1
            [ "${status[0]}" -eq 0 ] || { printf 'found: rc-stress %s: status %d\n' "$name" "${status[0]}"; return "${status[0]}"; }
        done
    done
}

to_first_broken() {
    awk '{ print }
        /^\{.*"verdict":"broken"/ {
            scenario = $0; sub(/.*"scenario":"/, "", scenario); sub(/".*/, "", scenario)
            faults = $0; sub(/.*"faults":\{"/, "", faults); sub(/".*/, "", faults)
            print "found: " scenario ": " faults
            exit 1
        }'
}
