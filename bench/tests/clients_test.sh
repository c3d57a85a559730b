#!/bin/bash
#
# clients_test.sh: what `make clients` is made of, without jq: how counts are replaced, on a stand-in, and when
# that is refused; how sources are fetched, with stand-ins for apt; and what becomes of the results.
#
#     clients_test.sh [BUILD]     (default: build)

set -uo pipefail

cd "$(dirname "$0")/../.." || exit 2
build=${1:-build}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
. refcount/tool/tap.sh
source=bench/tests/small_jv.c

result() {
    tap_result "$1" "$2" "$work/out" "$work/err"
}

# refused TEXT COMMAND...: status 2, nothing on stdout, one line on stderr with the text in it.
refused() {
    local text=$1
    shift
    "$@" >"$work/out" 2>"$work/err"
    [ $? -eq 2 ] && [ ! -s "$work/out" ] && [ "$(wc -l <"$work/err")" -eq 1 ] && grep -qF -- "$text" "$work/err"
}

# ------------------------------------------------------------------------------------ replacing

replace='/usr/bin/python3 -B bench/clients/replace.py'
# The stand-in for a layout that is wrong is another one's test.
known_layout() { # file
    awk '/^#ifdef SMALL_JV_WRONG/ { skip = 1; next } /^#else/ { skip = 0; next } /^#endif/ && !done { done = 1; next } !skip' "$1"
}
known_layout "$source" >"$work/jv.c"
$replace "$work/jv.c" >"$work/replaced.c" 2>"$work/err"
result $? "the counts of the stand-in are replaced"
[ "$(wc -l <"$work/jv.c")" -eq "$(wc -l <"$work/replaced.c")" ]
result $? "no line has another number"

for backend in atomic biased; do
    gcc -std=gnu11 -O1 -Wall -Wextra -Werror -Wno-unused-function -D_GNU_SOURCE -I. -DRC_BACKEND=$backend \
        -DRC_CLIENT_DEFERS=$([ $backend = biased ] && echo 1 || echo 0) bench/tests/clients_program.c "$work/replaced.c" \
        "$build/lib/librefcount-$backend.a" -o "$work/$backend" -pthread >"$work/out" 2>"$work/err"
    result $? "$backend: what comes out compiles"
    "$work/$backend" >"$work/out" 2>"$work/err"
    result $? "$backend: and counts right, with deaths on both sides of a thread"
done
# Said wrongly, whether deaths may be put off, it must not run at all.
gcc -std=gnu11 -O1 -D_GNU_SOURCE -I. -DRC_BACKEND=biased -DRC_CLIENT_DEFERS=0 bench/tests/clients_program.c \
    "$work/replaced.c" "$build/lib/librefcount-biased.a" -o "$work/lied" -pthread >"$work/out" 2>"$work/err" &&
    { ! "$work/lied" >"$work/out"; } 2>"$work/err"
result $? "a build that is wrong about the backend ends at once"

# Each of these is a source that is not the one that is known.
while IFS='|' read -r what text script; do
    sed -E "$script" "$work/jv.c" >"$work/changed.c"
    ! cmp -s "$work/jv.c" "$work/changed.c" && refused "$text" $replace "$work/changed.c"
    result $? "refused: $what"
done <<'LIST'
no type|the type jv_refcnt: found 0 times|s/typedef struct jv_refcnt/typedef struct jv_count/
a type with more in it|has other members|s/^    int count;/    int count, unknown;/
no initial value|the initial jv_refcnt: found 0 times|s/= \{1\};/= {2};/
a function that is missing|jvp_refcnt_dec: found 0 times|s/static int jvp_refcnt_dec/static bool jvp_refcnt_dec/
a function that is there twice|jvp_refcnt_inc: found 2 times|s/^static void drop\(/static void jvp_refcnt_inc(jv_refcnt *c) {}\n&/
no new counts|new counts: found 0 times|s/one->refcnt.count = 1;/begin(one);/
a count that is set otherwise|a count used by itself is left|s/one->refcnt.count = 1;/&\n    one->refcnt.count = 2;/
a count that is changed by hand|a count used by itself is left|s/^    drop\(table_of\(object\)\);/&\n    object.u.ptr->count++;/
a use of the initial value that is not known|a use of JV_ONE is left|s/one->refcnt = JV_ONE;/begin(one, JV_ONE);/
values made in another way|nowhere made from a count|s/jv value = \{JV_KIND_OBJECT, 0, 0, room, (.*)\};/jv value = make(JV_KIND_OBJECT, \1);/
one value more, made in another way|in a way that is known|s/^    return value;/&\n    other = (jv){JV_KIND_STRING, 0, 0, 0, {\&one->refcnt}};/
LIST
refused "No such file" $replace "$work/none.c"
result $? "refused: a source that is not there"
refused "usage" $replace
result $? "refused: no source"

# ------------------------------------------------------------------------------------- fetching

mkdir -p "$work/bin" "$work/etc/sources.list.d"
for tool in bash cat awk sed grep head sort find mv rm mkdir id realpath dirname; do
    ln -s "$(command -v $tool)" "$work/bin/$tool"
done
stand_in() { # name, script
    printf '#!/bin/bash\n%s\n' "$2" >"$work/bin/$1"
    chmod +x "$work/bin/$1"
}
: >"$work/keyring.gpg"
cat >"$work/etc/sources.list.d/debian.sources" <<'SOURCES'
Types: deb
URIs: http://mirror.invalid/debian
Suites: stable stable-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://others.invalid/debian
Suites: stable
Components: main
Signed-By: /usr/share/keyrings/others.gpg
SOURCES
echo 'deb [arch=amd64] http://old.invalid/debian oldstable main contrib' >"$work/etc/sources.list"
echo 'deb http://packages.invalid/apt stable main' >"$work/etc/sources.list.d/packages.list"
fetch() {
    PATH=$work/bin RC_FETCH_SOURCES=$work/etc RC_FETCH_KEYRING=$work/keyring.gpg bash bench/clients/fetch "$work/got" "$@"
}
refused "is no package's name" fetch ../thing
result $? "fetch refuses what is no package's name"
refused "usage" fetch
result $? "and no name at all"
refused "apt-get or dpkg-source is missing" fetch thing
result $? "it says when apt is missing"
stand_in dpkg-source :
stand_in apt-config 'printf "%s\n" "Acquire::http::Proxy \"http://proxy.invalid\";" "APT::Update::Post-Invoke:: \"touch x\";"'
stand_in apt-cache 'printf "Version: %s\n" 1.9-1 1.10-2'
# The newest version cannot be had.
stand_in apt-get 'grep -q "^Dir::State " "$APT_CONFIG" || exit 9
echo "$*" >>'"$work"'/asked
case "$*" in *=1.9-1) mkdir thing-1.9; : >thing_1.9-1.dsc ;; *=*) echo "E: 404"; exit 100 ;; esac'
fetch thing >"$work/out" 2>"$work/err" && [ -d "$work/got/thing-1.9" ] && [ "$(cat "$work/got/thing.version")" = 1.9-1 ]
result $? "it gets the newest version that there is"
[ "$(grep -c . "$work/asked")" -eq 3 ] && sed -n 2p "$work/asked" | grep -q 1.10-2
result $? "and tries the newer one first"
sources=$work/got/apt/sources/debian.sources
[ "$(grep -c '^Types: deb-src$' "$sources")" -eq 2 ] && grep -q mirror.invalid "$sources" &&
    grep -q old.invalid "$sources" && grep -q '^Components: main contrib$' "$sources"
result $? "from where the machine gets its packages"
! grep -q 'others.invalid\|packages.invalid' "$sources" && [ "$(grep -c "^Signed-By: $work/keyring.gpg$" "$sources")" -eq 2 ]
result $? "from Debian alone, signed by its keyring"
conf=$work/got/apt/apt.conf
APT_CONFIG=$conf apt-config dump >"$work/out"
grep -q '^Acquire::http::Proxy "http://proxy.invalid";$' "$work/out" && ! grep -q 'Invoke.*"[^"]' "$work/out"
result $? "by the machine's way to the network, and without the commands that it runs after an update"
rm "$work/asked"
fetch thing && [ ! -e "$work/asked" ]
result $? "what is there is not fetched again"
stand_in apt-get '[ "$2" = update ] || { echo "E: no such thing"; exit 100; }'
refused "no source of other: E: no such thing" fetch other
result $? "a failure is apt's own line"
stand_in apt-get 'echo "E: no network"; exit 100'
refused "apt-get update: E: no network" fetch other
result $? "also of an update"
rm -r "$work/etc/sources.list.d" "$work/etc/sources.list"
refused "no entry for Debian" fetch other
result $? "a machine that gets nothing from Debian is told so"

# -------------------------------------------------------------------------------------- results

/usr/bin/python3 -B bench/tests/clients_results.py >"$work/results" 2>"$work/err"
status=$?
cp "$work/results" "$work/out"
while IFS='-' read -r verdict text; do
    [ "${verdict% *[0-9] }" = ok ]
    result $? "${text# }"
done < <(grep -E '^(not )?ok ' "$work/results")
[ $status -eq 0 ] && grep -q '^ok ' "$work/results"
result $? "all results of programs were tried"

tap_done
