/*
 * unique-unowned: the same for two threads that do not own the object: its maker has detached.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    void *object;
} w;

static void prepare(unsigned thread)
{
    node_attach();
    if (thread == 0) {
        w.object = node_new(&leaf_type, 3);
        rc->thread_detach();
    } else if (thread == 1) {
        rc->release(w.object); /* merges, where there are owners */
    }
}

static void act(unsigned thread)
{
    node *n = w.object;
    if (thread == 0)
        return;
    if (thread == 2) {
        node_look(n);
    } else if (rc->is_unique(n)) {
        for (unsigned i = 0; i < MODEL_THREADS; i++)
            n->used[i] = 7;
    }
    rc->release(n);
}

MODEL_PROGRAM(unique_unowned) = {
    .name = "unique-unowned",
    .summary = "a change in place of an object that has lost its owner",
    .bound = "2 threads: 1 test, 1 release; 1 release",
    .shares = true,
    .threads = 3,
    .uses = MODEL_RELEASE,
    .prepare = prepare,
    .act = act,
};
