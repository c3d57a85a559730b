/*
 * weak-free-twice: two threads free their weak references to an object that has died before.
 *
 * Hunts: a last handle that is not the last; a freed block whose other user's look at it does not happen before.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    rc_weak *weak[2];
} w;

static void prepare(unsigned thread)
{
    node_attach();
    if (thread == 0) {
        void *object = node_new(&leaf_type, 1);
        w.weak[0] = rc->weak_new(object);
        w.weak[1] = rc->weak_new(object);
        rc->release(object);
    }
}

static void act(unsigned thread)
{
    void *strong = rc->weak_upgrade(w.weak[thread]);
    model_assert(strong == NULL);
    rc->weak_free(w.weak[thread]);
}

MODEL_PROGRAM(weak_free_twice) = {
    .name = "weak-free-twice",
    .summary = "the last two weak references to a dead object are freed",
    .bound = "2 threads: 1 upgrade, 1 weak_free each",
    .threads = 2,
    .prepare = prepare,
    .act = act,
};
