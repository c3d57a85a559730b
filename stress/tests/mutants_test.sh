#!/bin/bash
#
# mutants_test.sh BUILD: the runner of the mutants: what it refuses, what it finds, and what makes it fail. In a small
# tree of sources, with detectors that take no time: they look there for words that the patches have put into them. At
# the end one real mutant is shown to a real detector.

build=${1:-build}
cd "$(dirname "$0")/../.." || exit 2
. refcount/tool/tap.sh
real=stress/mutants/run
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
log=$dir/log
# The runner copies the tree that it lies in, again and again.
tree=$dir/tree
run=$tree/stress/mutants/run
mkdir -p "$tree/stress/mutants"
cp -r refcount "$tree"
cp -r stress/mutants/run stress/mutants/lib "$tree/stress/mutants"

# A detector: the words that it finds, and what it does then.
detector() { # file, words, command
    cat >"$dir/detectors/$1" <<END
detector_cap_seconds=20
detector_suite() { echo suite; }
detector_build() {
    gcc -std=c11 -D_GNU_SOURCE -I. -DRC_BACKEND=\$2 -fsyntax-only refcount/counters/\$2.c
}
detector_run() {
    if grep -qE '$2' refcount/counters/*.c; then $3; fi
}
END
}
mkdir "$dir/detectors"
detector 10-look.sh 'SEEN|BOTH' 'return 1'
detector 20-tsan.sh 'RACE|BOTH' 'return 66'
detector 30-crash.sh 'SEGV' "sleep 1000 & echo \$! >>$dir/pids; kill -SEGV \$BASHPID"
detector 40-hang.sh 'HANG' "sleep 1000 & echo \$! >>$dir/pids; sleep 1000"
detector 50-model.sh '.' 'return 77'

# A mutant of one line in $1 of the file that the detectors look into.
mutant() { # name, killers, visible, word, [equivalent, [backends]]
    mkdir -p "$dir/from/room"
    {
        printf 'Breaks:     nothing,\n            really\nMirrors:    no "bug" at all\n'
        printf 'Backends:   %s\nKillers:    %s\nVisible:    %s\n' "${6:-atomic}" "$2" "$3"
        [ -z "${5:-}" ] || printf 'Equivalent: %s\n' "$5"
        [ "$2" != tsan ] || printf 'Unmodelled: there is no checker here\n'
        printf -- '---\ndiff --git a/refcount/counters/atomic.c b/refcount/counters/atomic.c\n'
        printf -- '--- a/refcount/counters/atomic.c\n+++ b/refcount/counters/atomic.c\n@@ -1,2 +1,3 @@\n'
        printf ' /*\n+ * %s\n  * atomic.c: the rare ends of a count.\n' "$4"
    } >"$dir/from/room/$1.patch"
}

only() { # as mutant: no other one is there
    rm -rf "$dir/from"
    mutant "$@"
}

try() { # options of the runner; leaves status and $log
    "$run" --from "$dir/from" --detectors "$dir/detectors" --work "$dir/work" "$@" >"$log" 2>&1
    status=$?
}

# The run that was tried ended with a status and said something.
said() { # status, pattern, text
    [ "$status" -eq "$1" ] && grep -qE -e "$2" "$log"
    tap_result $? "$3" "$log"
}

# ------------------------------------------------------------------------------------------ usage

"$run" --help >"$log"
tap_result $? "--help" "$log"
for option in --list --only --jobs --promised --first --quick --detector --keep --json --seed --from --work; do
    grep -q -e "$option" "$log"
    tap_result $? "--help names $option" "$log"
done
"$real" --list >"$log" 2>&1
tap_result $? "every mutant that comes along is well-formed" "$log"
[ "$(grep -c . "$log")" -eq "$(find stress/mutants -name '*.patch' | wc -l)" ]
tap_result $? "--list names each once" "$log"
"$real" --list --quick >"$log" 2>&1 && diff <(cut -d' ' -f1 "$log") <(LC_ALL=C sort stress/mutants/quick) >>"$log"
tap_result $? "the mutants of --quick exist" "$log"
sed 's|.*|stress/mutants/&.patch|' stress/mutants/quick | xargs grep -h '^Killers:' >"$log"
for detector in conformance stress model; do
    grep -qw "$detector" "$log"
    tap_result $? "one of the mutants of --quick is for $detector" "$log"
done

only good look yes SEEN
for options in --frob extra "--jobs 0" "--jobs x" --jobs "--seed -1" "--only nowhere/*" "--detector nope" \
    "--from $dir/nowhere" "--detectors $dir/from" "--work /proc/nowhere"; do
    # shellcheck disable=SC2086
    "$run" --from "$dir/from" --detectors "$dir/detectors" --list $options >/dev/null 2>"$log"
    [ $? -eq 2 ] && [ "$(grep -c '' "$log")" -eq 1 ]
    tap_result $? "$options: one line and status 2" "$log"
done

# ---------------------------------------------------------------------------------- malformed ones

bad() { # text, pattern, sed scripts on the good mutant, one after the other
    only bad look yes SEEN
    local text=$1 pattern=$2 script
    shift 2
    for script; do
        sed -i "$script" "$dir/from/room/bad.patch"
    done
    try --list
    said 2 "^mutants: .*/room/bad.patch: $pattern" "$text"
    try
    [ "$status" -eq 2 ] && [ "$(grep -c '^mutants: ' "$log")" -eq 1 ] && ! grep -q detectors: "$log"
    tap_result $? "$text: one line, and nothing is built" "$log"
}

for key in Breaks Mirrors Backends Killers Visible; do
    bad "a head without $key" "the head has no $key:" "/^$key:/,/^[A-Z-]/{/^$key:/d;/^ /d}"
done
bad "an unknown key" "the head has an unknown key: 'Cost'" '1i Cost: 3'
bad "a line that is no key" "the head has an unknown key: 'and so on'" '1a and so on'
bad "a key said twice" "the head says Visible: twice" '/^Visible/p'
bad "an unknown detector" "Killers: there is no detector 'ear'" 's/look/look ear/'
bad "an unknown backend" "Backends: there is no backend 'abacus'" 's/^Backends:.*/Backends: atomic abacus/'
bad "neither visible nor not" "Visible: is 'maybe' and neither" 's/^Visible:.*/Visible: maybe/'
bad "invisible, but seen" "Visible: no, but look is said to see it" 's/^Visible:.*/Visible: no/'
bad "equivalent with a killer" "Killers: must be none" '/^Visible/c Visible: no\nEquivalent: it is'
bad "equivalent without a proof" "Equivalent: without a proof" '/^Visible/a Equivalent:'
bad "threads that meet, and no model" "Killers: only what depends on threads that meet" 's/look/tsan/'
bad "not modelled, without a reason" "Unmodelled: without a reason" 's/look/tsan/;/^Visible/a Unmodelled:'
bad "not modelled, and found all the same" "Unmodelled: is only for what stress and tsan" '/^Visible/a Unmodelled: it is not'
bad "no killer, and not equivalent" "Killers: there is no detector 'none'" 's/look/none/'
bad "no diff" "no line --- between head and diff" '/^---$/d'
bad "an empty diff" "the patch does not apply" '/^diff/,$d'
bad "a patch that does not apply" "the patch does not apply: patch failed: refcount/counters/atomic.c" 's/^ \/\*/ \/\/ other/'
bad "a patch for a file that is gone" "the patch does not apply: refcount/counters/gone.c" 's/atomic\.c/gone.c/'
bad "a place that is not unique" "the place of the change at line 7 of refcount/counters/locked.h is not unique" \
    's/atomic\.c/locked.h/;/^@@/,$d' '$a @@ -7,2 +7,3 @@\n     rc_counter_unlock(counter);\n+    /* SEEN */\n }'

# ---------------------------------------------------------------------------------------- verdicts

only good look yes SEEN
try --json "$dir/out.json" --seed 7
said 0 'room/good +atomic +[0-9.]+ +K\* +[0-9.]+ .*killed$' "a mutant that is killed"
said 0 '^1 mutants: 1 killed, 0 equivalent, 0 survived; 0 problems; .* seed 7$' "a summary, with the seed"
[ "$(grep -c '' "$dir/out.json")" -eq 1 ] && cmp -s "$dir/out.json" "$dir/work/matrix.json" &&
    python3 - "$dir/out.json" <<'END'
import json, sys
mutant = json.load(open(sys.argv[1]))
assert (mutant["room"], mutant["name"], mutant["verdict"], mutant["seed"]) == ("room", "good", "killed", 7)
assert mutant["breaks"] == "nothing, really" and mutant["mirrors"] == 'no "bug" at all'
detectors = mutant["results"][0]["detectors"]
assert detectors["look"]["outcome"] == "killed" and detectors["look"]["listed"]
assert detectors["tsan"]["outcome"] == "clean" and detectors["model"]["outcome"] == "absent"
END
tap_result $? "one object of JSON for the mutant" "$dir/out.json"
stress/mutants/doc.py "$dir/out.json" "$dir/page.md" && grep -q '^| good | atomic | \*\*K\*\* | \. ' "$dir/page.md"
tap_result $? "the page that is made from it" "$dir/page.md"
echo '{}' >"$dir/no.json"
stress/mutants/doc.py "$dir/no.json" "$dir/other.md" 2>"$log"
[ $? -eq 2 ] && [ ! -e "$dir/other.md" ]
tap_result $? "no page from what is no matrix" "$log"
[ ! -e "$dir/work/room-good-atomic" ]
tap_result $? "the copy is gone"
try --keep
[ "$status" -eq 0 ] && grep -q SEEN "$dir/work/room-good-atomic/refcount/counters/atomic.c" &&
    [ "$(grep -c ' X(' "$dir/work/room-good-atomic/refcount/counters/list.h")" -eq 1 ]
tap_result $? "--keep leaves it, with one backend" "$log"
! grep -q SEEN "$tree/refcount/counters/atomic.c"
tap_result $? "the sources are as they were"
try --json /nonexistent/file
said 2 'cannot write /nonexistent/file' "--json to nowhere"

only alive look yes UNSEEN_BY_ALL
sed -i 's/UNSEEN_BY_ALL/quiet/' "$dir/from/room/alive.patch"
try
said 1 'room/alive on atomic: survived' "a survivor makes it fail"
said 1 'room/alive on atomic: look must find it and did not' "so does a listed killer that misses"
only lucky tsan yes BOTH
try
said 0 'room/lucky .* K  .* K\* .*killed' "a killer that is not listed is only shown"
only miss "look tsan" yes SEEN
try
said 1 'room/miss on atomic: tsan must find it and did not' "one of two listed killers misses"
only hidden tsan yes RACE
try
said 1 'room/hidden on atomic: is said to be visible, but only tsan found it' "visible, and found by tsan alone"
only first "tsan look" yes BOTH
try --first
said 0 'room/first +atomic +[0-9.]+ +K\* +[0-9.]+ +\*? +[^KCH]*killed$' "--first: the first that promises it, and no other"
only first "tsan crash" yes RACE
try --first
said 1 'room/first on atomic: crash must find it and did not' "--first: not tsan where others can see the bug"
only hidden tsan no RACE
try --first
said 0 'room/hidden .*K\*.*killed' "--first: tsan where none else can"
try
said 0 'room/hidden .*killed' "invisible, and found by tsan"
only same none no quiet "it is a comment"
try
said 0 'room/same .*equivalent' "an equivalent mutant that nobody kills"
only same none no SEEN "it is a comment"
try
said 1 'room/same on atomic: was killed, though it is said to be equivalent' "an equivalent mutant that is killed"
only future "look model" yes SEEN
try
said 0 'room/future .* -\* .*killed' "a detector that does not exist yet is not asked for"
only two look yes SEEN '' "atomic mutex"
try
said 0 'room/two +mutex .*killed' "a row for each backend"
only broken look yes '*/ int broken = missing; /*'
try
said 2 'room/broken.patch: does not compile on atomic for look' "a patch that does not compile"
only good look yes SEEN
mutant other look yes quiet
try --only 'room/g*'
said 0 '^1 mutants: 1 killed' "--only"
try --detector tsan
said 0 '^2 mutants: 0 killed, 0 equivalent, 2 survived; 0 problems' "--detector asks nothing of the others"
printf 'room/good\n' >"$dir/from/quick"
try --quick
said 0 '^1 mutants: 1 killed' "--quick"
printf 'room/gone\n' >>"$dir/from/quick"
try --quick
said 2 'there is no mutant room/gone' "--quick names one that is gone"

# -------------------------------------------------------------------------------- crash and hang

gone() { # all processes that detectors have left
    local pid
    [ -s "$dir/pids" ] || return 1
    while read -r pid; do
        case $(ps -o stat= -p "$pid") in
        '' | Z*) ;; # who should have waited for it may not have done so yet
        *) return 1 ;;
        esac
    done <"$dir/pids"
}
only crash crash yes SEGV
try
said 0 'room/crash .* C\* .*killed' "a crash is found, and shown as one"
gone
tap_result $? "what the crashed program had started is gone"
rm "$dir/pids"
only hang hang yes HANG
try
said 0 'room/hang .* H\* +4\.[0-9]+ .*killed' "a hang is found after 4 s, and shown as one"
gone
tap_result $? "what hung is gone"
rm "$dir/pids"
"$run" --from "$dir/from" --detectors "$dir/detectors" --work "$dir/work" >"$log" 2>&1 &
for _ in $(seq 100); do
    [ -s "$dir/pids" ] && break
    sleep 0.1
done
kill -TERM $!
wait $!
[ $? -eq 130 ] && gone
tap_result $? "nor does an interrupted run leave anything" "$log"

detector 60-alarm.sh 'atomic' 'return 1'
only good look yes SEEN
try
said 1 'alarm proves nothing: it does not pass on atomic as it is' "a detector that finds something in everything"
detector 60-alarm.sh 'atomic' 'return 127'
try
said 1 'alarm proves nothing' "a detector that cannot be run"

# ------------------------------------------------------------------------------------ a real one

"$real" --only plain/release-one-early --detector conformance --work "$build/mutants" >"$log" 2>&1
status=$?
said 0 'plain/release-one-early +plain .* [KC]\* .*killed' "a real mutant, a real detector"

tap_done
