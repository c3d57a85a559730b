/*
 * buried-try-retain: an object dies inside the destruction of its parent, and waits for its turn; T2 tries to
 * take a reference meanwhile.
 *
 * Its memory is kept readable by T2's attempt only if the program sees to it: so the parent's destructor waits
 * until T2 has tried. Hunts: a list link in the place of the count that looks like a count.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    node *parent;
    void *child;
    _Atomic(bool) tried;
} w;

static void slow_destroy(void *object)
{
    node *n = object;
    unsigned turns = 0;
    rc->release(n->child);
    while (!rc_load_acquire(&w.tried))
        rc_platform_pause(&turns);
}

static const rc_type slow_type = {.name = "slow", .size = sizeof(node), .destroy = slow_destroy};

static void prepare(unsigned thread)
{
    node_attach();
    if (thread == 0) {
        w.parent = node_new(&slow_type, 1);
        w.child = node_new(&node_type, 1);
        rc->enable_try_retain(w.child);
        w.parent->child = w.child;
    }
}

static void act(unsigned thread)
{
    if (thread == 0) {
        rc->release(w.parent);
        return;
    }
    bool got = rc->try_retain(w.child);
    rc_store_release(&w.tried, true);
    if (got)
        node_use_and_release(w.child, 1);
}

MODEL_PROGRAM(buried_try_retain) = {
    .name = "buried-try-retain",
    .summary = "an attempt on an object that is dead and waits for its destructor",
    .bound = "2 threads: 2 releases; 1 attempt, 1 release",
    .shares = true,
    .threads = 2,
    .prepare = prepare,
    .act = act,
};
