/*
 * no-memory-child: a thread that has waited for an owner ends the object, which holds one of its own.
 *
 *   T1 (owner of the parent)       T2 (owner of the child)
 *                                  releases the parent: no memory: a blocking region
 *   safepoint: merges it,
 *     says so
 *   releases the child: T2 counts  ends the parent, releases the child
 *     nothing: merges for it
 *
 * Hunts: a thread that counts as an owner while it still says that it does not.
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
        w.parent = node_new(&node_type, 1);
    } else {
        w.child = node_new(&leaf_type, 2);
        w.parent->child = w.child;
    }
}

static void act(unsigned thread)
{
    if (thread == 1) {
        node_use_and_release(w.parent, thread);
        return;
    }
    rc->thread_poll();
    node_use_and_release(w.child, thread);
    rc->thread_detach();
}

MODEL_PROGRAM(no_memory_child) = {
    .name = "no-memory-child",
    .summary = "a thread that waited ends an object which holds one of its own",
    .bound = "2 threads: 1 safepoint, 1 release, 1 detach; 1 release, 1 nested; 1 allocation "
             "fails, or none",
    .backends = "biased",
    .shares = true,
    .threads = 2,
    .no_memory = 1,
    .no_memory_of = 2,
    .prepare = prepare,
    .act = act,
};
