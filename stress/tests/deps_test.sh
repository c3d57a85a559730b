#!/bin/bash
#
# deps_test.sh: what .ci/deps says and does where packages are missing, with stand-ins for the system's
# commands, so that nothing is installed.

cd "$(dirname "$0")/../.." || exit 2
. refcount/tool/tap.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bin=$work/bin
mkdir "$bin"
for tool in bash mktemp rm grep head env cat; do
    ln -s "$(command -v $tool)" "$bin/$tool"
done
stand_in() { # name, script
    printf '#!/bin/bash\n%s\n' "$2" >"$bin/$1"
    chmod +x "$bin/$1"
}
run() {
    PATH=$bin "$PWD/.ci/deps" "$@" >"$work/out" 2>"$work/err"
    status=$?
}
verdict() { tap_result "$1" "$2" "$work/out" "$work/err"; }
one_line() { [ "$(grep -c '' "$work/err")" -eq 1 ]; }

stand_in dpkg-query 'echo installed'
stand_in apt-get 'echo "$*" >>'"$work/installed"
stand_in id 'echo 0'
run check compare
[ $status -eq 0 ] && [ ! -s "$work/out" ] && [ ! -e "$work/installed" ]
verdict $? "nothing missing: nothing said and nothing done"

stand_in dpkg-query '[ "${@: -1}" != valgrind ] && echo installed'
run check
[ $status -eq 0 ] && grep -q 'valgrind is missing: the memory checker' "$work/out" &&
    grep -q 'install .* valgrind$' "$work/installed"
verdict $? "a missing package is named, with what it is for, and installed"
run compare
[ $status -eq 0 ] && [ ! -s "$work/out" ]
verdict $? "another goal does not need it"

stand_in id 'echo 1000'
run check
[ $status -eq 2 ] && one_line && grep -q 'not root and no sudo: ask for valgrind' "$work/err"
verdict $? "neither root nor sudo: one line and status 2"
stand_in sudo 'echo sudo >>'"$work/sudo"'; exec "$@"'
run check
[ $status -eq 0 ] && [ -s "$work/sudo" ]
verdict $? "sudo where not root"

stand_in apt-get 'echo "E: Unable to locate package"; exit 100'
run check
[ $status -eq 2 ] && one_line && grep -q 'cannot install valgrind: E: Unable' "$work/err"
verdict $? "an installation that fails: one line and status 2"
run everything
[ $status -eq 2 ] && one_line
verdict $? "an unknown goal: one line and status 2"

tap_done
