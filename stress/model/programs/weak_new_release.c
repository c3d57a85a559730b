/*
 * weak-new-release: T1 makes a weak reference to an object, gives back its own, and upgrades; T2 gives back the
 * other reference.
 *
 * Hunts: an object that becomes findable too late for the one that ends it.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    void *object;
} w;

static void prepare(unsigned thread)
{
    node_attach();
    if (thread == 0)
        w.object = node_new(&node_type, 2);
}

static void act(unsigned thread)
{
    rc_weak *weak = thread == 1 ? rc->weak_new(w.object) : NULL;
    node_use_and_release(w.object, thread);
    void *strong = rc->weak_upgrade(weak);
    if (strong != NULL)
        rc->release(strong);
    rc->weak_free(weak);
}

MODEL_PROGRAM(weak_new_release) = {
    .name = "weak-new-release",
    .summary = "the first weak reference to an object that another thread gives back",
    .bound = "2 threads: 1 release; 1 weak_new, 1 release, 1 upgrade, 1 release",
    .shares = true,
    .threads = 2,
    .prepare = prepare,
    .act = act,
};
