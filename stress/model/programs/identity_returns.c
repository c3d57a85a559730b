/*
 * identity-returns: a thread ends, and a new one has its thread pointer, and so its identity: it inherits what
 * the first one owned. Meanwhile a third gives back a reference to such an object.
 *
 *   T1 (owner)                     T2                               T3
 *   ends
 *                                  starts where T1 ended,
 *                                  attaches, takes the object       releases
 *                                  for its own; releases
 *
 * That T2 begins after T1's end orders nothing here, which is less than any system guarantees. Hunts: a thread
 * that counts what another one is merging in the place of the one that is gone.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    void *object;
} w;

static void prepare(unsigned thread)
{
    if (thread != 1)
        node_attach();
    if (thread == 0)
        w.object = node_new(&node_type, 2);
}

static void act(unsigned thread)
{
    if (thread == 0) {
        model_exit_thread();
        return;
    }
    if (thread == 1) {
        model_await_end(0);
        model_take_identity(0);
        node_attach();
    }
    node_use_and_release(w.object, thread);
}

MODEL_PROGRAM(identity_returns) = {
    .name = "identity-returns",
    .summary = "a new thread has the identity of an owner that is gone",
    .bound = "3 threads: thread exit; 1 attach, 1 release; 1 release",
    .backends = "biased",
    .shares = true,
    .threads = 3,
    .prepare = prepare,
    .act = act,
};
