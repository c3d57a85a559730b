/*
 * owner-detaches-child: an owner detaches, and ends what its queue holds: the destructor counts, as its owner, an
 * object that another thread gives back.
 *
 *   T1 (owner)                     T2
 *                                  has queued the parent
 *   detaches: ends the parent,
 *     releases the child           releases the child: QUEUED; or T1's queue is closed: merges for it
 *   closes
 *
 * Hunts: a queue that is closed while its owner still has to count.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    node *parent;
    void *child;
} w;

static void prepare(unsigned thread)
{
    node_attach();
    if (thread == 0) {
        w.child = node_new(&node_type, 2);
        w.parent = node_new(&node_type, 1);
        w.parent->child = w.child;
    } else {
        node_use_and_release(w.parent, thread);
    }
}

static void act(unsigned thread)
{
    if (thread == 0)
        rc->thread_detach();
    else
        node_use_and_release(w.child, thread);
}

MODEL_PROGRAM(owner_detaches_child) = {
    .name = "owner-detaches-child",
    .summary = "an owner detaches and ends a parent while another thread gives back the child",
    .bound = "2 threads: 1 detach, 1 nested release; 1 release",
    .backends = "biased",
    .shares = true,
    .threads = 2,
    .prepare = prepare,
    .act = act,
};
