/*
 * kernel.c: see kernel.h. Compiled once per backend.
 */
#include "bench/claims/kernel.h"

#include "refcount/atomics.h"

#include <stdlib.h>

static void node_destroy(void *object)
{
    claims_node *node = object;
    rc_fetch_add_relaxed(&claims_node_ends, 1); /* relaxed: a number */
    rc_release(node->left);
    rc_release(node->right);
}

static void node_clear(void *object)
{
    claims_node *node = object, *left = node->left, *right = node->right;
    node->left = node->right = NULL;
    rc_release(left);
    rc_release(right);
}

static void node_traverse(void *object, rc_visit *visit, void *arg)
{
    claims_node *node = object;
    if (node->left != NULL)
        visit(node->left, arg);
    if (node->right != NULL)
        visit(node->right, arg);
}

static const rc_type node_type = {.name = "node",
                                  .size = sizeof(claims_node),
                                  .destroy = node_destroy,
                                  .traverse = node_traverse,
                                  .clear = node_clear};

static claims_node *make(claims_node *left, claims_node *right)
{
    claims_node *node = rc_new(&node_type);
    if (node == NULL)
        abort();
    node->left = left;
    node->right = right;
    return node;
}

/* The compiler must not see that a pair changes nothing. */
static void hide(void *object)
{
    __asm__ volatile("" : : "r"(object) : "memory");
}

static void pairs(void *object, uint64_t times)
{
    for (uint64_t i = 0; i < times; i++) {
        rc_retain(object);
        hide(object);
        rc_release(object);
        hide(object);
    }
}

static uint64_t steps(void *object, uint64_t count, unsigned counted, bool polls)
{
    uint64_t x = (uintptr_t)object;
    for (uint64_t i = 0; i < count; i++) {
        for (int k = 0; k < 4; k++)
            x = (x ^ x >> 29) * UINT64_C(0xbf58476d1ce4e5b9);
        hide(&x);
        if (i % 64 < counted) {
            rc_retain(object);
            hide(object);
            rc_release(object);
        }
        if (polls)
            rc_thread_poll();
    }
    return x;
}

extern const rc_ops RC_NAME(ops);
extern const claims_kernel RC_NAME(claims_kernel);
const claims_kernel RC_NAME(claims_kernel) = {&RC_NAME(ops), pairs, steps, make};
