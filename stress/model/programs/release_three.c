/*
 * release-release-release: three threads give back the last three references.
 *
 * Hunts what two threads cannot show: a middle release that passes on what the first one knew (release
 * sequences), a state that two others have changed meanwhile.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    void *object;
} w;

static void prepare(unsigned thread)
{
    node_attach();
    if (thread == 0)
        w.object = node_new(&node_type, 3);
}

static void act(unsigned thread)
{
    node_use_and_release(w.object, thread);
}

MODEL_PROGRAM(release_release_release) = {
    .name = "release-release-release",
    .summary = "three threads give back the last three references",
    .bound = "3 threads, 1 release each",
    .shares = true,
    .threads = 3,
    .uses = MODEL_RELEASE,
    .prepare = prepare,
    .act = act,
};
