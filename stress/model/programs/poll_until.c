/*
 * poll-until: T2 gives back the last reference to what T1 owns; T1 comes by safepoints until it has ended it.
 *
 *   T1 (owner)                     T2
 *   until the object has ended:    releases: pushes (5), asks (3)
 *     safepoint: asked?  (4)
 *     looks into the queue  (6)
 *
 * Hunts: a question that is answered before what it is about can be seen; it would never be asked again.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    void *object;
    _Atomic(bool) ended;
} w;

static void destroy(void *object)
{
    (void)object;
    rc_store_relaxed(&w.ended, true); /* relaxed: nothing is published by it */
}

static const rc_type type = {.name = "ending", .size = sizeof(node), .destroy = destroy};

static void prepare(unsigned thread)
{
    node_attach();
    if (thread == 0)
        w.object = node_new(&type, 1);
}

static void act(unsigned thread)
{
    unsigned turns = 0;
    if (thread == 1)
        node_use_and_release(w.object, 1);
    while (thread == 0 && !rc_load_relaxed(&w.ended)) {
        rc->thread_poll();
        if (!rc_load_relaxed(&w.ended))
            rc_platform_pause(&turns);
    }
}

MODEL_PROGRAM(poll_until) = {
    .name = "poll-until",
    .summary = "an owner comes by safepoints until a release by another thread has arrived",
    .bound = "2 threads: safepoints, as many as needed; 1 release",
    .threads = 2,
    .uses = MODEL_WAITS,
    .prepare = prepare,
    .act = act,
};
