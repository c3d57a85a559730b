/*
 * points_mutex.c: objects of the backend mutex whose locks report themselves.
 */
#include "bench/claims/points.h"

#include "refcount/refcount.h"

#include <stdlib.h>

typedef struct branch {
    struct branch *left, *right;
} branch;

static void branch_destroy(void *object)
{
    branch *b = object;
    rc_release(b->left);
    rc_release(b->right);
}

static const rc_type branch_type = {
    .name = "branch", .size = sizeof(branch), .destroy = branch_destroy};

static branch *grow(branch *left, branch *right)
{
    branch *b = rc_new(&branch_type);
    if (b == NULL)
        abort();
    b->left = left;
    b->right = right;
    return b;
}

/* Level by level, each node has two on the level below, and each of these has two above. */
void *claims_tree_new(unsigned levels, void **other_root)
{
    branch *one = grow(NULL, NULL), *other = grow(NULL, NULL);
    for (unsigned i = 1; i < levels; i++) {
        branch *above = grow(rc_retain(one), rc_retain(other));
        other = grow(other, one);
        one = above;
    }
    *other_root = other;
    return one;
}

void claims_tree_release(void *root)
{
    rc_release(root);
}
