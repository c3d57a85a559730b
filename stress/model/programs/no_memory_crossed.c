/*
 * no-memory-crossed: each of two threads gives back what the other one owns, without memory.
 *
 * Each waits for the other. They must not do so for ever: whoever waits is in a blocking region.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    void *object[2];
} w;

static void prepare(unsigned thread)
{
    node_attach();
    w.object[thread] = node_new(&leaf_type, 1);
}

static void act(unsigned thread)
{
    node_use_and_release(w.object[1 - thread], thread);
    rc->thread_detach();
}

MODEL_PROGRAM(no_memory_crossed) = {
    .name = "no-memory-crossed",
    .summary = "two threads without memory wait for each other's safepoints",
    .bound = "2 threads, 1 release, 1 detach each; up to 2 allocations fail",
    .backends = "biased",
    .slow = true,
    .threads = 2,
    .no_memory = 2,
    .prepare = prepare,
    .act = act,
};
