/*
 * owner-detaches: the owner detaches while another thread gives back a reference that it has counted.
 *
 *   T1 (owner)                     T2
 *   detaches: drains, closes       releases: QUEUED; pushes, or finds the queue closed and merges
 *
 * Hunts: a push into a queue that nobody will look into; a merge beside an owner that still counts.
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
    if (thread == 0)
        rc->thread_detach();
    else
        node_use_and_release(w.object, 1);
}

MODEL_PROGRAM(owner_detaches) = {
    .name = "owner-detaches",
    .summary = "an owner detaches while another thread gives back the last reference",
    .bound = "2 threads: 1 detach; 1 release",
    .backends = "biased atomic",
    .threads = 2,
    .prepare = prepare,
    .act = act,
};
