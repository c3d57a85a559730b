/*
 * retain-release-three: each of three threads takes a reference more and gives back both.
 *
 * The count goes through every value from one to six on every way there is.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    void *object;
} w;

static void prepare(unsigned thread)
{
    node_attach();
    if (thread == 0)
        w.object = node_new(&leaf_type, 3);
}

static void act(unsigned thread)
{
    rc->retain(w.object);
    node_use_and_release(w.object, thread);
    rc->release(w.object);
}

MODEL_PROGRAM(retain_release_three) = {
    .name = "retain-release-three",
    .summary = "retain, release, release in each of three threads",
    .bound = "3 threads, 3 operations each",
    .sampled = "biased",
    .preemptions = 1,
    .shares = true,
    .slow = true,
    .threads = 3,
    .uses = MODEL_RETAIN | MODEL_RELEASE,
    .prepare = prepare,
    .act = act,
};
