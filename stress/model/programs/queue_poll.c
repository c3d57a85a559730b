/*
 * queue-poll: T2 gives back a reference that T1, the owner, has counted; T1 gives back its own and comes by a
 * safepoint.
 *
 *   T1 (owner)                     T2
 *   releases: local zero           releases: QUEUED, pushes
 *   safepoint: drains
 *
 * The owner reaches zero before, between or after the two steps of T2. Hunts: an object in two queues, or in
 * none; a merge that the other side does not see.
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
    node_use_and_release(w.object, thread);
    if (thread == 0)
        rc->thread_poll();
}

MODEL_PROGRAM(queue_poll) = {
    .name = "queue-poll",
    .summary = "a release that is queued, against the owner's last one and its safepoint",
    .bound = "2 threads: 1 release, 1 safepoint; 1 release",
    .shares = true,
    .threads = 2,
    .uses = MODEL_RELEASE,
    .prepare = prepare,
    .act = act,
};
