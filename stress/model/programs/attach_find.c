/*
 * attach-find: T3 attaches for the first time while T2 gives back an object and so looks for its owner, T1, in
 * the table of threads. The three identities stand in one bucket.
 *
 * Hunts: a record that can be found before it is complete, or that cuts off those behind it.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    void *object;
} w;

static void prepare(unsigned thread)
{
    model_share_bucket();
    if (thread < 2)
        node_attach();
    if (thread == 0)
        w.object = node_new(&leaf_type, 1);
}

static void act(unsigned thread)
{
    if (thread == 0)
        return;
    if (thread == 1)
        node_use_and_release(w.object, thread);
    else
        node_attach();
}

MODEL_PROGRAM(attach_find) = {
    .name = "attach-find",
    .summary = "a thread is registered while another one looks for a third",
    .bound = "2 threads: 1 release; 1 attach",
    .backends = "biased",
    .threads = 3,
    .prepare = prepare,
    .act = act,
};
