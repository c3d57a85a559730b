/*
 * shared-back-unique: T2 gives back a reference that it has taken itself; T1, the owner, changes the object in
 * place if it is the only holder.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    void *object;
} w;

static void prepare(unsigned thread)
{
    node_attach();
    if (thread == 0)
        w.object = node_new(&leaf_type, 1);
    else
        rc->retain(w.object);
}

static void act(unsigned thread)
{
    node *n = w.object;
    if (thread == 1)
        node_look(n);
    else if (rc->is_unique(n))
        n->used[1] = 7;
    rc->release(n);
}

MODEL_PROGRAM(shared_back_unique) = {
    .name = "shared-back-unique",
    .summary = "a change in place by the owner, behind a borrower's last look",
    .bound = "2 threads: 1 test, 1 release; 1 release",
    .shares = true,
    .threads = 2,
    .uses = MODEL_RELEASE,
    .prepare = prepare,
    .act = act,
};
