/*
 * retain-release: one thread takes a reference more and gives back both, while another gives back its own.
 *
 *   T1                             T2
 *   retains, releases, releases    uses, releases
 *
 * Hunts: a retain or release that is not one step; a count split between two places whose sum is wrong for a
 * moment.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    void *object;
} w;

static void prepare(unsigned thread)
{
    node_attach();
    if (thread == 1)
        w.object = node_new(&node_type, 2);
}

static void act(unsigned thread)
{
    if (thread == 0) {
        rc->retain(w.object);
        rc->release(w.object);
    }
    node_use_and_release(w.object, thread);
}

MODEL_PROGRAM(retain_release) = {
    .name = "retain-release",
    .summary = "a retain and its release against the owner's last release",
    .bound = "2 threads: 1 retain, 2 releases; 1 release",
    .shares = true,
    .threads = 2,
    .uses = MODEL_RETAIN | MODEL_RELEASE,
    .prepare = prepare,
    .act = act,
};
