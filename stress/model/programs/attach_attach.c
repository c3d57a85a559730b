/*
 * attach-attach: two threads attach for the first time, at once; each makes an object, and they detach.
 */
#include "stress/model/programs/node.h"

static void act(unsigned thread)
{
    node_attach();
    node_use_and_release(node_new(&leaf_type, 1), thread);
    rc->thread_detach();
}

MODEL_PROGRAM(attach_attach) = {
    .name = "attach-attach",
    .summary = "two threads attach and detach at once",
    .bound = "2 threads: 1 attach, 1 birth, 1 release, 1 detach each",
    .threads = 2,
    .act = act,
};
