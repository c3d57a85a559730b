#!/bin/bash
#
# fuzz_test.sh BUILD: the fuzz targets pass their corpus and ten seconds more, find the fault that is put into
# them, and say how to repeat it. Needs clang, and BUILD/test/sequences.

build=${1:-build}
. "$(dirname "$0")/../../refcount/tool/tap.sh"
cd "$(dirname "$0")/../.." || exit 2
fuzz=stress/fuzz/fuzz
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

ok() { # status text
    tap_result "$@"
}
refused() { # words in the one line, command...
    local words=$1 said
    shift
    said=$("$@" 2>&1 >/dev/null)
    [ $? -eq 2 ] && [ "$(printf '%s\n' "$said" | wc -l)" -eq 1 ] && grep -qF "$words" <<<"$said"
}

make -j"$(nproc)" BUILD="$build" CFLAGS=-Werror fuzz-build >"$dir/build" 2>&1
ok $? "the targets are built with clang" "$dir/build"

# -------------------------------------------------------------------------------------- corpora
for corpus in stress/fuzz/corpus bench/trace/fuzz/corpus; do
    files=$(find $corpus -type f | wc -l) bytes=$(cat $corpus/* | wc -c)
    [ "$files" -gt 0 ] && [ "$files" -le 20 ] && [ "$bytes" -le 100000 ]
    ok $? "$corpus is small: $files files, $bytes bytes"
done
bad=0
for file in stress/fuzz/corpus/*; do # what is no text would go as bytes, and mean something else
    "$build/test/sequences" plain "$file" >"$dir/text" 2>&1 || bad=$((bad + 1))
done
ok $bad "all of stress/fuzz/corpus is the text of a sequence" "$dir/text"

"$build/fuzz/bin/sequence_fuzz" -runs=0 stress/fuzz/corpus >"$dir/log" 2>&1
ok $? "the corpus of sequences passes, without a leak" "$dir/log"
"$build/fuzz/bin/trace_fuzz" -runs=0 bench/trace/fuzz/corpus bench/trace/samples >"$dir/log" 2>&1
ok $? "the corpus of traces passes, without a leak" "$dir/log"

# ------------------------------------------------------------------------------------- the script
$fuzz "$build/fuzz" 10 >"$dir/log" 2>&1
ok $? "nothing is found in ten seconds" "$dir/log"
[ "$(grep -cE '^(sequence|trace) .*nothing found by [1-9]' "$dir/log")" -eq 2 ]
ok $? "both targets have run" "$dir/log"

fault_is_found() { # target, words
    local again
    $fuzz "$build/fuzz" 20 "$1" >"$dir/log" 2>&1
    [ $? -eq 1 ] && grep -qE "^$1 +FOUND" "$dir/log" && grep -qF "$2" "$dir/log"
    ok $? "$1 finds it" "$dir/log"
    again=$(sed -n 's/^again: //p' "$dir/log")
    $again >"$dir/again" 2>&1
    [ $? -ne 0 ] && [ -n "$again" ] && grep -qF "$2" "$dir/again"
    ok $? "again: $again" "$dir/log"
}
fault_is_found sequence_fault 'yes, with 2 references'
fault_is_found trace_fault 'written again it is another file'

refused usage $fuzz; ok $? "fuzz alone: one line and status 2"
refused "'0'" $fuzz "$build/fuzz" 0; ok $? "fuzz for no time: one line and status 2"
refused "'nope'" $fuzz "$build/fuzz" 1 nope; ok $? "fuzz of nothing: one line and status 2"
refused "has no target" $fuzz "$dir" 1; ok $? "fuzz without a build: one line and status 2"

# ---------------------------------------------------------------------------- texts as files
printf 'T1 new a leaf\nT1 frob a\n' >"$dir/text"
refused "line 2: unknown operation 'frob'" "$build/test/sequences" plain "$dir/text"
ok $? "a text that is none: one line with its number, and status 2"
refused "No such file" "$build/test/sequences" plain "$dir/none"; ok $? "no file: one line and status 2"
printf 'T1 new a leaf\0' >"$dir/text"
refused "not a text" "$build/test/sequences" plain "$dir/text"; ok $? "bytes: one line and status 2"
refused "'nope'" "$build/test/sequences" nope "$dir/text"; ok $? "no backend: one line and status 2"
refused usage "$build/test/sequences" plain; ok $? "no file named: one line and status 2"

tap_done
