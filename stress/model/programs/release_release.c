/*
 * release-release: an object with a reference for each of two threads; both use it and give theirs back.
 *
 *   T1                             T2
 *   uses, releases                 uses, releases
 *
 * Whoever comes last ends it. Hunts: a release that does not order the use before the end, in either
 * direction; two last ones, or none.
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
}

MODEL_PROGRAM(release_release) = {
    .name = "release-release",
    .summary = "two threads give back the last two references",
    .bound = "2 threads, 1 release each",
    .shares = true,
    .threads = 2,
    .uses = MODEL_RELEASE,
    .prepare = prepare,
    .act = act,
};
