/*
 * unique-release: T1 changes the object in place if it is the only holder; T2 has read it, and gives its
 * reference back.
 *
 *   T1                             T2
 *                                  reads
 *                                  releases
 *   is it unique? then writes
 *
 * Hunts: a test that does not acquire what the former holders did.
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
    node *n = w.object;
    if (thread == 1) {
        node_look(n);
    } else if (rc->is_unique(n)) {
        for (unsigned i = 0; i < MODEL_THREADS; i++)
            n->used[i] = 7;
    }
    rc->release(n);
}

MODEL_PROGRAM(unique_release) = {
    .name = "unique-release",
    .summary = "a change in place by the only holder, behind another one's last look",
    .bound = "2 threads: 1 test, 1 release; 1 release",
    .shares = true,
    .threads = 2,
    .uses = MODEL_RELEASE,
    .prepare = prepare,
    .act = act,
};
