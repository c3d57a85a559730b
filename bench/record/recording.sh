# recording.sh: what the scripts share that run a program under a recorder. To be sourced by bash, with
# `set -euo pipefail`.
#
#   recording_options ARGUMENT...    --NAME VALUE into the variable NAME, which must exist already and be in
#                                    the list `options`; --help prints the script's header
#   recording_number NAME            fails unless the variable holds a positive number
#   recording_of NAME PACKAGE COMMAND    the recorder NAME must be built, and COMMAND be there; then sets
#                                    `recorder`, the default of `output`, and `log`, a temporary file
#   recorded VARIABLE=VALUE... COMMAND...    runs it under the recorder
#   recording_done                   says what was recorded

fail() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 2
}

recording_options() {
    while [ $# -gt 0 ]; do
        case " --help $options " in
        *" $1 "*) ;;
        *) fail "unknown argument $1; see --help" ;;
        esac
        if [ "$1" = --help ]; then
            sed -n '3,/^$/s/^# \{0,1\}//p' "$0"
            exit 0
        fi
        [ $# -gt 1 ] || fail "$1 needs a value; see --help"
        printf -v "${1#--}" %s "$2"
        shift 2
    done
}

recording_number() {
    [[ ${!1} =~ ^[1-9][0-9]*$ ]] || fail "--$1 ${!1}: not a positive number"
}

recording_of() {
    local name=$1 package=$2 command=$3
    program=$command
    command -v "$command" >/dev/null || fail "$command is not installed (Debian: apt install $package)"
    recorder=$(realpath -m "$build")/lib/librc-record-$name.so
    [ -e "$recorder" ] || fail "$recorder is missing: run make"
    : "${output:=$build/trace/$command.rctrace}"
    mkdir -p "$(dirname "$output")" || fail "cannot make the output directory"
    log=$(mktemp) || fail "no temporary file"
    trap 'rm -f "$log" ${unfinished:+"$unfinished"}' EXIT
}

# The program's last words are shown only if it fails, as one line.
run() {
    "$@" </dev/null >/dev/null 2>"$log" || fail "$program failed: $(tail -n 1 "$log")"
}

recorded() {
    rm -f "$output"
    run env LD_PRELOAD="$recorder" RC_TRACE_FILE="$output" RC_TRACE_VERBOSE=1 "$@"
}

recording_done() {
    grep '^rc-record: ' "$log" || true
    [ -e "$output" ] || fail "the program ran, but nothing was recorded: $(tail -n 1 "$log")"
    # How many events were concluded rather than seen belongs to the trace.
    grep '^rc-record: ' "$log" >"${output%.rctrace}.recorded" || true
    local replay=$build/bin/rc-replay
    [ ! -x "$replay" ] || "$replay" --info "$output"
}
