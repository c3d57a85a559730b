/*
 * child-chain: T1 gives back a parent, which owns a child; T2 gives back another reference to the child.
 *
 *   T1                             T2
 *   releases the parent
 *     destroys it, releases the    uses the child, releases it
 *     child
 *
 * The child dies in T1, inside or behind the parent's destruction, or in T2.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    node *parent;
    void *child;
} w;

static void prepare(unsigned thread)
{
    node_attach();
    if (thread == 0) {
        w.child = node_new(&node_type, 2);
        w.parent = node_new(&node_type, 1);
        w.parent->child = w.child;
    }
}

static void act(unsigned thread)
{
    if (thread == 0)
        rc->release(w.parent);
    else
        node_use_and_release(w.child, 1);
}

MODEL_PROGRAM(child_chain) = {
    .name = "child-chain",
    .summary = "a parent's end releases a child that another thread holds",
    .bound = "2 threads, 1 release each, 1 nested",
    .shares = true,
    .threads = 2,
    .uses = MODEL_RELEASE,
    .prepare = prepare,
    .act = act,
};
