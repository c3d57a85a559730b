/*
 * no-memory-behind: the entry of a thread that waits lies before another one in the owner's queue.
 *
 *   T1 (owner)                     T2
 *                                  has queued one object, with memory
 *                                  releases a second one: no memory, the entry is on its stack
 *   detaches: merges it,
 *     says so
 *                                  releases a third one: the stack is used again
 *     goes on to the next entry    <- which it must have read before
 *
 * Hunts: an entry whose link is read when it is gone.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    void *object[3];
} w;

static void prepare(unsigned thread)
{
    node_attach();
    if (thread == 1) {
        node_use_and_release(w.object[0], thread);
        return;
    }
    for (unsigned i = 0; i < 3; i++)
        w.object[i] = node_new(&leaf_type, 1);
}

static void act(unsigned thread)
{
    if (thread == 0) {
        rc->thread_detach();
        return;
    }
    node_use_and_release(w.object[1], thread);
    node_use_and_release(w.object[2], thread);
}

MODEL_PROGRAM(no_memory_behind) = {
    .name = "no-memory-behind",
    .summary = "an owner drains a queue in which a waiting thread's entry comes before another",
    .bound = "2 threads: 1 detach; 2 releases; up to 2 allocations fail",
    .backends = "biased",
    .threads = 2,
    .no_memory = 2,
    .no_memory_of = 2,
    .prepare = prepare,
    .act = act,
};
