# copy.sh: bases and copies.
#
# A base is a copy of the tracked sources that has one backend only in refcount/counters/list.h, with
# everything built that the detectors run. A mutant's copy is a copy of a base, one for each of its backends, time
# stamps and all, so that make rebuilds what the patch touches and nothing else. Bases stay for the next run,
# and are brought up to date in the same way.
#
# A copy has its base's files, not others like them: to read and write a hundred megabytes takes longer than most
# mutants live. What is changed is put in their place: by git, the assembler and the linker, which remove the old file
# first. The compiler does not when it notes what a source includes, so a copy has notes of its own. Whoever else
# writes into a file of a base is found out at the end.

sources() {
    cd "$root" || return
    { git ls-files -z 2>/dev/null || find . -path ./build -prune -o -type f -print0; } |
        while IFS= read -r -d '' path; do
            [ ! -f "$path" ] || [ "$path" = refcount/counters/list.h ] || printf '%s\0' "$path"
        done
}

reduced_list() { # backend
    printf '#ifndef RC_COUNTERS_LIST_H\n#define RC_COUNTERS_LIST_H\n\n#define RC_BACKENDS(X) \\\n    X(%s)\n\n#endif\n' "$1"
}

fill_base() { # backend
    local base=$work/base-$1 list
    sources >"$work/sources"
    # A source that is gone must be gone from the base, because the Makefile looks for what there is.
    cmp -s "$work/sources" "$base/.sources" || rm -rf "$base"
    mkdir -p "$base/refcount/counters"
    tar -C "$root" -c --null -T "$work/sources" | tar -C "$base" -x || return
    list=$(reduced_list "$1")
    [ "$list" = "$(cat "$base/refcount/counters/list.h" 2>/dev/null)" ] ||
        printf '%s\n' "$list" >"$base/refcount/counters/list.h"
    cp "$work/sources" "$base/.sources"
}

# What is to be built and seen to pass, each once: BACKEND ROOM DETECTOR
wanted_bases() {
    local id name backend
    for id in "${mutants[@]}"; do
        for name in $(shown_to "$id"); do
            for backend in ${backends[$id]}; do
                printf '%s %s %s\n' "$backend" "${id%%/*}" "$name"
            done
        done
    done | sort -u
}

make_bases() {
    local backend room name last='' log
    while read -r backend room name; do
        if [ "$backend" != "$last" ]; then
            progress "base $backend"
            # Most objects do not depend on the backend: they come from the base before.
            if [ -n "$last" ] && [ ! -e "$work/base-$backend" ]; then
                cp -a "$work/base-$last" "$work/base-$backend"
            fi
            fill_base "$backend" || die "cannot copy the sources to $work/base-$backend"
            last=$backend
        fi
        log=$work/logs/base-$backend-$name.log
        act "$name" 600 "$log" "$work/base-$backend" detector_build "$room" "$backend" "$(nproc)"
        [ "$status" -eq 0 ] || die "$name: the sources as they are do not build (log: $log)"
    done < <(wanted_bases)
    progress_end
}

# The mutant's copy for a backend; false if the patch cannot be applied.
make_copy() { # id, backend, copy
    rm -rf "$3"
    cp -al "$work/base-$2" "$3" || return
    (cd "$work/base-$2" && find . -name '*.d' -print0 | xargs -0 -r cp -a --parents --remove-destination -t "$3") || return
    # Not a part of the repository that the copy may lie in.
    diff_of "$1" | GIT_CEILING_DIRECTORIES=$work git -C "$3" apply -
}

# From here on nothing may be written into a base.
close_bases() {
    touch "$work/closed"
}

written_bases() {
    find "$work"/base-* -type f -newer "$work/closed"
}
