# tap.sh: the results of a shell script in the Test Anything Protocol. To be sourced, by sh or bash.
#
#   tap_result STATUS TEXT [FILE...]    one result; what the files hold is shown if it is bad
#   tap_run TEXT COMMAND...             runs the command, which is good if it succeeds
#   tap_done                            the plan; its status is the script's

tap_count=0
tap_failed=0
tap_log=$(mktemp)

tap_result() {
    tap_count=$((tap_count + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $tap_count - $2"
        return 0
    fi
    echo "not ok $tap_count - $2"
    tap_failed=1
    shift 2
    for tap_file in "$@"; do
        [ ! -e "$tap_file" ] || sed 's/^/# /' "$tap_file"
    done
    return 0
}

tap_run() {
    tap_text=$1
    shift
    if "$@" >"$tap_log" 2>&1; then
        tap_result 0 "$tap_text"
    else
        tap_result 1 "$tap_text" "$tap_log"
    fi
}

tap_done() {
    rm -f "$tap_log"
    echo "1..$tap_count"
    return "$tap_failed"
}
