/*
 * owner-returns: an owner detaches and attaches again while another thread gives back a reference to what it
 * still owns.
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
        rc->thread_detach();
        node_attach();
    }
    node_use_and_release(w.object, thread);
}

MODEL_PROGRAM(owner_returns) = {
    .name = "owner-returns",
    .summary = "an owner detaches and attaches again while another thread gives back a reference",
    .bound = "2 threads: 1 detach, 1 attach, 1 release; 1 release",
    .backends = "biased",
    .shares = true,
    .threads = 2,
    .prepare = prepare,
    .act = act,
};
