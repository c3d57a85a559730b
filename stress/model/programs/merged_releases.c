/*
 * merged-releases: the object has lost its owner; two threads take a reference more, and give back both.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    void *object;
} w;

static void prepare(unsigned thread)
{
    node_attach();
    if (thread == 0) {
        w.object = node_new(&node_type, 3);
        rc->thread_detach();
    } else if (thread == 1) {
        rc->release(w.object); /* merges, where there are owners */
    }
}

static void act(unsigned thread)
{
    if (thread == 0)
        return;
    rc->retain(w.object);
    node_use_and_release(w.object, thread);
    rc->release(w.object);
}

MODEL_PROGRAM(merged_releases) = {
    .name = "merged-releases",
    .summary = "retain, release, release in each of two threads, without an owner",
    .bound = "2 threads, 3 operations each",
    .backends = "biased",
    .shares = true,
    .threads = 3,
    .uses = MODEL_RETAIN | MODEL_RELEASE,
    .prepare = prepare,
    .act = act,
};
