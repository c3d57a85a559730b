/*
 * immortal-release: T1 makes the object immortal and gives its reference back, while T2 takes one and gives
 * back two.
 *
 * Hunts: a release or retain that makes it mortal again.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    void *object;
} w;

static void prepare(unsigned thread)
{
    node_attach();
    if (thread == 0)
        w.object = node_new(&leaf_type, 2);
}

static void act(unsigned thread)
{
    if (thread == 0) {
        rc->make_immortal(w.object);
    } else {
        rc->retain(w.object);
        rc->release(w.object);
    }
    node_use_and_release(w.object, thread);
}

static void judge(void)
{
    model_assert(rc->count(w.object) == RC_IMMORTAL);
}

MODEL_PROGRAM(immortal_release) = {
    .name = "immortal-release",
    .summary = "an object becomes immortal while others count it",
    .bound = "2 threads: 1 make_immortal, 1 release; 1 retain, 2 releases",
    .shares = true,
    .slow = true,
    .threads = 2,
    .leaks = true,
    .uses = MODEL_RETAIN | MODEL_RELEASE,
    .prepare = prepare,
    .act = act,
    .judge = judge,
};
