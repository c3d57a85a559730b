/*
 * unique-upgrade: T1 changes the object in place if it is the only holder, while T2 upgrades a weak reference.
 *
 * Who can find the object without a reference makes it not unique. Hunts: a test that says yes although
 * somebody can come in at any time.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    void *object;
    rc_weak *weak;
} w;

static void prepare(unsigned thread)
{
    node_attach();
    if (thread == 0) {
        w.object = node_new(&leaf_type, 1);
        w.weak = rc->weak_new(w.object);
    }
}

static void act(unsigned thread)
{
    node *n = w.object;
    if (thread == 0) {
        if (rc->is_unique(n))
            n->used[1] = 7;
        rc->release(n);
        return;
    }
    n = rc->weak_upgrade(w.weak);
    if (n != NULL)
        node_use_and_release(n, 1);
    rc->weak_free(w.weak);
}

MODEL_PROGRAM(unique_upgrade) = {
    .name = "unique-upgrade",
    .summary = "a change in place against an upgrade",
    .bound = "2 threads: 1 test, 1 release; 1 upgrade, 1 release",
    .shares = true,
    .threads = 2,
    .prepare = prepare,
    .act = act,
};
