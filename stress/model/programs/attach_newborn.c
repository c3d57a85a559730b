/*
 * attach-newborn: T1 attaches for the first time, makes an object and leaves it for T2, which looks for its
 * owner at once, without any lock.
 *
 * Hunts: a record that others can find before it is complete.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    _Atomic(void *) object;
} w;

static void prepare(unsigned thread)
{
    model_share_bucket();
    if (thread == 1)
        node_attach();
}

static void act(unsigned thread)
{
    if (thread == 0) {
        node_attach();
        rc_store_release(&w.object, node_new(&leaf_type, 1));
        rc->thread_poll();
        return;
    }
    void *object = rc_exchange_acquire(&w.object, NULL);
    if (object != NULL)
        node_use_and_release(object, 1);
}

static void finish(unsigned thread)
{
    if (thread == 1 && rc_load_relaxed(&w.object) != NULL)
        rc->release(rc_load_relaxed(&w.object));
}

MODEL_PROGRAM(attach_newborn) = {
    .name = "attach-newborn",
    .summary = "the first object of a new thread is given back by another one",
    .bound = "2 threads: 1 attach, 1 birth, 1 safepoint; 1 release",
    .threads = 2,
    .prepare = prepare,
    .act = act,
    .finish = finish,
};
