/*
 * owner-blocked: the owner is in a blocking region all the time; two threads give back the last two references,
 * and each may find that it is to merge.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    void *object;
} w;

static void prepare(unsigned thread)
{
    node_attach();
    if (thread == 2) {
        w.object = node_new(&node_type, 2);
        rc->thread_block_begin();
    }
}

static void act(unsigned thread)
{
    if (thread < 2)
        node_use_and_release(w.object, thread);
}

MODEL_PROGRAM(owner_blocked) = {
    .name = "owner-blocked",
    .summary = "the last two references to an object whose owner is blocked",
    .bound = "2 threads, 1 release each",
    .shares = true,
    .backends = "biased",
    .threads = 3,
    .uses = MODEL_RELEASE,
    .prepare = prepare,
    .act = act,
};
