/*
 * three-operations: each of two threads takes a reference more, and gives back both.
 *
 * The program whose executions are counted: 20 orders of the 3 + 3 steps on one atomic word.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    void *object;
} w;

static void prepare(unsigned thread)
{
    if (thread == 0) {
        node_attach();
        w.object = node_new(&leaf_type, 2);
    } else {
        node_attach();
    }
}

static void act(unsigned thread)
{
    rc->retain(w.object);
    node_use(w.object, thread);
    rc->release(w.object);
    rc->release(w.object);
}

MODEL_PROGRAM(three_operations) = {
    .name = "three-operations",
    .summary = "retain, release, release in each of two threads",
    .bound = "2 threads, 3 operations each",
    .shares = true,
    .threads = 2,
    .uses = MODEL_RETAIN | MODEL_RELEASE,
    .prepare = prepare,
    .act = act,
};
