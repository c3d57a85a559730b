# tool.sh: what the tests of rc-bench from the outside share. To be sourced, by sh, in the root of the sources.
#
#   $dir                            a directory that is removed at the end
#   ok TEXT COMMAND...              one result: the command succeeds
#   exits_with STATUS COMMAND...    with this status; what it said is in $dir/out and $dir/err, and said again
#   refuses NAME COMMAND...         status 2, nothing on stdout, one line on stderr that begins with the tool's name
#   json ARGUMENTS...               python

. refcount/tool/tap.sh

dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT

ok()
{
    tap_run "$@"
}

exits_with()
{
    wanted=$1
    shift
    "$@" > "$dir/out" 2> "$dir/err"
    status=$?
    cat "$dir/out" "$dir/err"
    [ $status -eq "$wanted" ]
}

# What Google Benchmark has to say of the machine is not the tool's.
refuses()
{
    name=$1
    shift
    "$@" > "$dir/out" 2> "$dir/err"
    [ $? -eq 2 ] && [ ! -s "$dir/out" ] && [ "$(grep -vc 'Google Benchmark says' "$dir/err")" -eq 1 ] &&
        grep -q "^$name: " "$dir/err"
}

json()
{
    /usr/bin/python3 - "$@"
}
