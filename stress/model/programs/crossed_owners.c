/*
 * crossed-owners: each of two threads gives back what the other one owns, and comes by a safepoint.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    void *object[2];
} w;

static void prepare(unsigned thread)
{
    node_attach();
    w.object[thread] = node_new(&node_type, 1);
}

static void act(unsigned thread)
{
    node_use_and_release(w.object[1 - thread], thread);
    rc->thread_poll();
}

MODEL_PROGRAM(crossed_owners) = {
    .name = "crossed-owners",
    .summary = "two threads give back each other's objects",
    .bound = "2 threads, 1 release, 1 safepoint each",
    .threads = 2,
    .uses = MODEL_RELEASE,
    .prepare = prepare,
    .act = act,
};
