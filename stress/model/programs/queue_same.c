/*
 * queue-same: two threads give back references to one object that its owner still holds; the owner comes by a
 * safepoint and gives back its own.
 *
 * Only one of the two may queue it; the other's release goes below zero, or finds it merged.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    void *object;
} w;

static void prepare(unsigned thread)
{
    node_attach();
    if (thread == 0)
        w.object = node_new(&node_type, 3);
}

static void act(unsigned thread)
{
    if (thread == 0)
        rc->thread_poll();
    node_use_and_release(w.object, thread);
}

MODEL_PROGRAM(queue_same) = {
    .name = "queue-same",
    .summary = "two releases of an owned object, while its owner looks and gives up its own",
    .bound = "3 threads: 1 safepoint, 1 release; 1 release each",
    .threads = 3,
    .backends = "biased",
    .shares = true,
    .uses = MODEL_RELEASE,
    .prepare = prepare,
    .act = act,
};
