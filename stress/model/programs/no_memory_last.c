/*
 * no-memory-last: the same where the waiting release is the last one of all: the waiter itself ends the object,
 * outside of its blocking region.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    void *object;
} w;

static void prepare(unsigned thread)
{
    node_attach();
    if (thread == 0)
        w.object = node_new(&node_type, 1);
}

static void act(unsigned thread)
{
    if (thread == 1)
        node_use_and_release(w.object, 1);
    else
        rc->thread_detach();
}

MODEL_PROGRAM(no_memory_last) = {
    .name = "no-memory-last",
    .summary = "the last release has no memory and ends the object when the owner has merged",
    .bound = "2 threads: 1 detach; 1 release; 1 allocation fails, or none",
    .backends = "biased",
    .threads = 2,
    .no_memory = 1,
    .no_memory_of = 2,
    .prepare = prepare,
    .act = act,
};
