# place.awk: fails if the place of a hunk is not unique in its file: with little context a patch can come to
# rest in another function when the code moves, and would be a mutant that nobody has described.
#
# Input: a unified diff. Variable root: where its paths start.

function check(    i, j, lines, found, text) {
    if (wanted == 0)
        return
    lines = 0
    while ((getline text < (root "/" path)) > 0)
        file[++lines] = text
    close(root "/" path)
    found = 0
    for (i = 1; i + wanted - 1 <= lines; i++) {
        for (j = 1; j <= wanted && file[i + j - 1] == old[j]; j++)
            continue
        found += j > wanted
    }
    if (found > 1 && !said) {
        said = 1
        print "the place of the change at line " line " of " path " is not unique: it needs more context"
    }
    wanted = 0
}

/^diff --git / { check(); body = 0; next }
/^\+\+\+ / && !body { path = substr($2, 3); next }
/^@@ / { check(); body = 1; line = -$2; next }
body && /^[ -]/ { old[++wanted] = substr($0, 2) }
END { check(); exit said }
