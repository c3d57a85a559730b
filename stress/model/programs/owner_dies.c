/*
 * owner-dies: the owner's thread ends without detaching, with a reference of its own given back before, while
 * another thread gives back the last one.
 *
 * The library's exit function detaches it, in a late round of exit functions.
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
        model_exit_thread();
}

MODEL_PROGRAM(owner_dies) = {
    .name = "owner-dies",
    .summary = "an owner's thread ends while another thread gives back the last reference",
    .bound = "2 threads: 1 release, thread exit; 1 release",
    .backends = "biased atomic",
    .threads = 2,
    .shares = true,
    .prepare = prepare,
    .act = act,
};
