/*
 * shared-back: T2 holds a reference that it has taken itself, and gives it back; T1, the owner, gives back the
 * last one.
 *
 *   T1 (owner)                     T2                               local shared
 *                                  uses, releases                   1     0
 *   uses, releases: ends it                                         0
 *
 * The usual life of a borrowed object. Hunts: an owner that ends it without having acquired what T2 did.
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
    else
        rc->retain(w.object);
}

static void act(unsigned thread)
{
    node_use_and_release(w.object, thread);
}

MODEL_PROGRAM(shared_back) = {
    .name = "shared-back",
    .summary = "a borrowed reference is given back, and then the owner's last",
    .bound = "2 threads, 1 release each",
    .shares = true,
    .threads = 2,
    .uses = MODEL_RELEASE,
    .prepare = prepare,
    .act = act,
};
