/*
 * no-memory: a release finds no memory for the queue's entry, and waits for the owner's safepoint; or finds some.
 *
 *   T1 (owner)                     T2
 *                                  releases: QUEUED, no memory: the entry is on its stack
 *   safepoint: drains, merges,     waits
 *     says so
 *                                  goes on; the entry is gone
 *
 * Hunts: an entry that is used after its owner has gone on; a death that nobody takes care of.
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
        rc->thread_detach();
}

MODEL_PROGRAM(no_memory) = {
    .name = "no-memory",
    .summary = "a release without memory waits for the owner, which detaches",
    .bound = "2 threads: 1 release, 1 detach; 1 release; 1 allocation fails, or none",
    .backends = "biased",
    .shares = true,
    .threads = 2,
    .no_memory = 1,
    .no_memory_of = 2,
    .prepare = prepare,
    .act = act,
};
