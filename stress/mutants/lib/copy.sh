# copy.sh: bases and copies.
#
# A base is a copy of the tracked sources that has only some of the backends in refcount/counters/list.h,
# with everything built that the detectors run. A mutant's copy is a copy of a base, time stamps and all, so
# that make rebuilds what the patch touches and nothing else. Bases stay for the next run, and are brought up
# to date in the same way.

# The name of the base of a mutant: its backends.
set_of() { # id
    local words
    read -ra words <<<"${backends[$1]}"
    (IFS=+; printf '%s' "${words[*]}")
}

sources() {
    cd "$root" || return
    { git ls-files -z 2>/dev/null || find . -path ./build -prune -o -type f -print0; } |
        while IFS= read -r -d '' path; do
            [ ! -f "$path" ] || [ "$path" = refcount/counters/list.h ] || printf '%s\0' "$path"
        done
}

reduced_list() { # backends...
    printf '#ifndef RC_COUNTERS_LIST_H\n#define RC_COUNTERS_LIST_H\n\n#define RC_BACKENDS(X)'
    printf ' \\\n    X(%s)' "$@"
    printf '\n\n#endif\n'
}

fill_base() { # set
    local base=$work/base-$1 list
    sources >"$work/sources"
    # A source that is gone must be gone from the base, because the Makefile looks for what there is.
    cmp -s "$work/sources" "$base/.sources" || rm -rf "$base"
    mkdir -p "$base/refcount/counters"
    tar -C "$root" -c --null -T "$work/sources" | tar -C "$base" -x || return
    list=$(reduced_list ${1//+/ })
    [ "$list" = "$(cat "$base/refcount/counters/list.h" 2>/dev/null)" ] ||
        printf '%s\n' "$list" >"$base/refcount/counters/list.h"
    cp "$work/sources" "$base/.sources"
}

# What is to be built and seen to pass, each once: SET ROOM DETECTOR BACKEND
wanted_bases() {
    local id name backend
    for id in "${mutants[@]}"; do
        for name in $(shown_to "$id"); do
            for backend in ${backends[$id]}; do
                printf '%s %s %s %s\n' "$(set_of "$id")" "${id%%/*}" "$name" "$backend"
            done
        done
    done | sort -u
}

make_bases() {
    local room set last='' name backend log
    while read -r set room name backend; do
        if [ "$set" != "$last" ]; then
            progress "base $set"
            # Most objects do not depend on the backends: they come from the base before.
            if [ -n "$last" ] && [ ! -e "$work/base-$set" ]; then
                cp -a "$work/base-$last" "$work/base-$set"
            fi
            fill_base "$set" || die "cannot copy the sources to $work/base-$set"
            last=$set
        fi
        log=$work/logs/base-$set-$name.log
        act "$name" 600 "$log" "$work/base-$set" detector_build "$room" "$backend" "$(nproc)"
        [ "$status" -eq 0 ] || die "$name: the sources as they are do not build (log: $log)"
    done < <(wanted_bases)
    progress_end
}

# The mutant's copy; false if the patch cannot be applied.
make_copy() { # id
    local copy=$work/${1/\//-}
    rm -rf "$copy"
    cp -a "$work/base-$(set_of "$1")" "$copy" || return
    # Not a part of the repository that the copy may lie in.
    diff_of "$1" | GIT_CEILING_DIRECTORIES=$work git -C "$copy" apply -
}
