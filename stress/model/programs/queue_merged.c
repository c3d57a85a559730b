/*
 * queue-merged: the owner gives up its last local reference between a release that queues the object and its look
 * at who owns it.
 *
 *   T1 (owner)                     T2                     T3                    local shared
 *                                  releases: QUEUED                             2     0
 *                                                         takes one, leaves     2     1
 *                                                         both for T1
 *   drops both: MERGED                                                          0     1     <- the queue's
 *                                  no owner to be asked:
 *                                  drops it itself
 *
 * Hunts: a reference that was meant for a queue, and that nobody drops.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    void *object;
    node_place back;
} w;

static void prepare(unsigned thread)
{
    node_attach();
    if (thread == 0)
        w.object = node_new(&node_type, 2);
}

static void act(unsigned thread)
{
    if (thread == 2) {
        rc->retain(w.object);
        node_leave(&w.back, w.object);
    } else if (thread == 1) {
        node_use_and_release(w.object, thread);
    } else {
        void *object = node_take(&w.back);
        rc->release(object);
        node_use_and_release(object, thread);
    }
}

MODEL_PROGRAM(queue_merged) = {
    .name = "queue-merged",
    .summary = "an owner ends its count while another thread is about to queue the object for it",
    .bound = "3 threads: 2 releases; 1 release; 1 retain",
    .backends = "biased",
    .threads = 3,
    .prepare = prepare,
    .act = act,
};
