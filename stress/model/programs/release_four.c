/*
 * release-four: four threads give back the last four references.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    void *object;
} w;

static void prepare(unsigned thread)
{
    node_attach();
    if (thread == 0)
        w.object = node_new(&leaf_type, 4);
}

static void act(unsigned thread)
{
    node_use_and_release(w.object, thread);
}

MODEL_PROGRAM(release_four) = {
    .name = "release-four",
    .summary = "four threads give back the last four references",
    .bound = "4 threads, 1 release each",
    .shares = true,
    .slow = true,
    .threads = 4,
    .uses = MODEL_RELEASE,
    .prepare = prepare,
    .act = act,
};
