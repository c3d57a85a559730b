/*
 * weak-new-twice: two threads make the first weak reference to one object, at once.
 *
 * Hunts: two blocks for one object; a table that is searched without its lock.
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
    rc_weak *weak = rc->weak_new(w.object);
    model_assert(weak != NULL);
    node_use_and_release(w.object, thread);
    rc->weak_free(weak);
}

MODEL_PROGRAM(weak_new_twice) = {
    .name = "weak-new-twice",
    .summary = "two threads make the first weak reference to an object at once",
    .bound = "2 threads: 1 weak_new, 1 release, 1 weak_free each",
    .shares = true,
    .threads = 2,
    .prepare = prepare,
    .act = act,
};
