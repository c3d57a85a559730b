/*
 * enable-release: T1 makes the object findable while T2 takes one reference more and gives back both; then T1 gives
 * back the last.
 *
 * Hunts: a flag that is set by reading and writing, so that what others count in between is lost.
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
    if (thread == 0) {
        rc->enable_try_retain(w.object);
    } else {
        rc->retain(w.object);
        rc->release(w.object);
    }
    node_use_and_release(w.object, thread);
}

MODEL_PROGRAM(enable_release) = {
    .name = "enable-release",
    .summary = "an object becomes findable while another thread retains and releases it",
    .bound = "2 threads: 1 enable, 1 release; 1 retain, 2 releases",
    .shares = true,
    .threads = 2,
    .prepare = prepare,
    .act = act,
};
