/*
 * identity-new-object: as identity-returns, but the new thread makes an object of its own first, and the third
 * one releases one of the thread that is gone.
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
        w.object = node_new(&node_type, 1);
}

static void act(unsigned thread)
{
    if (thread == 0) {
        model_exit_thread();
    } else if (thread == 1) {
        model_await_end(0);
        model_take_identity(0);
        node_attach();
        rc->release(node_new(&leaf_type, 1));
        rc->thread_poll();
    } else {
        node_use_and_release(w.object, thread);
    }
}

MODEL_PROGRAM(identity_new_object) = {
    .name = "identity-new-object",
    .summary = "a new thread with a former owner's identity counts objects of its own",
    .bound = "3 threads: thread exit; 1 attach, 1 birth, 1 release, 1 safepoint; 1 release",
    .backends = "biased",
    .threads = 3,
    .prepare = prepare,
    .act = act,
};
