/*
 * queue-two: two threads queue two objects for one owner, which comes by a safepoint twice.
 *
 * Hunts: a push that loses what another one has pushed; a drain that takes one of two.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    void *object[3];
} w;

static void prepare(unsigned thread)
{
    node_attach();
    for (int i = 1; thread == 0 && i < 3; i++)
        w.object[i] = node_new(&node_type, 1);
}

static void act(unsigned thread)
{
    if (thread > 0) {
        node_use_and_release(w.object[thread], thread);
    } else {
        rc->thread_poll();
        rc->thread_poll();
    }
}

MODEL_PROGRAM(queue_two) = {
    .name = "queue-two",
    .summary = "two objects of one owner are queued at once, while it looks",
    .bound = "3 threads: 2 safepoints; 1 release each",
    .slow = true,
    .threads = 3,
    .backends = "biased",
    .uses = MODEL_RELEASE,
    .prepare = prepare,
    .act = act,
};
