/*
 * local-overflow: the owner's count is full and half of it moves to the shared count, while another thread gives
 * back a reference.
 *
 * Hunts: a sum that is too small for a moment.
 */
#include "stress/model/programs/node.h"

enum { LOCAL_MAX = 0x7fff };

MODEL_WORLD struct {
    void *object;
} w;

static void prepare(unsigned thread)
{
    node_attach();
    if (thread == 0)
        w.object = node_new(&leaf_type, LOCAL_MAX);
}

static void act(unsigned thread)
{
    if (thread == 0)
        rc->retain(w.object);
    else
        rc->release(w.object);
}

static void finish(unsigned thread)
{
    if (thread == 0)
        rc->thread_poll();
    if (thread == 0)
        model_assert(rc->count(w.object) == LOCAL_MAX);
}

MODEL_PROGRAM(local_overflow) = {
    .name = "local-overflow",
    .summary = "a full local count moves to the shared one while another thread releases",
    .bound = "2 threads: 1 retain; 1 release",
    .backends = "biased",
    .shares = true,
    .leaks = true,
    .threads = 2,
    .uses = MODEL_RETAIN | MODEL_RELEASE,
    .prepare = prepare,
    .act = act,
    .finish = finish,
};
