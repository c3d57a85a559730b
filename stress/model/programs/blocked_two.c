/*
 * blocked-two: two threads merge two objects in the place of a blocked owner, which comes back meanwhile and
 * goes on counting a third.
 *
 * The owner may come back only when both have left.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    void *object[3];
} w;

static void prepare(unsigned thread)
{
    node_attach();
    if (thread == 0) {
        for (int i = 0; i < 3; i++)
            w.object[i] = node_new(&leaf_type, i > 0 ? 2 : 1);
        rc->thread_block_begin();
    }
}

static void act(unsigned thread)
{
    if (thread > 0) {
        node_use_and_release(w.object[thread], thread);
        return;
    }
    rc->thread_block_end();
    for (int i = 1; i < 3; i++)
        rc->release(w.object[i]);
}

static void finish(unsigned thread)
{
    if (thread == 0)
        rc->release(w.object[0]);
}

MODEL_PROGRAM(blocked_two) = {
    .name = "blocked-two",
    .summary = "two threads merge in the place of an owner that comes back",
    .bound = "3 threads: 1 end of a region, 2 releases; 1 release each",
    .backends = "biased",
    .shares = true,
    .slow = true,
    .threads = 3,
    .prepare = prepare,
    .act = act,
    .finish = finish,
};
