/*
 * weak-free-upgrade: T1 frees its weak reference and gives back the last strong one; T2 upgrades a weak one of
 * its own and frees it.
 *
 * Both, and the object, share what finds the object. Whoever frees that last must be the last.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    void *object;
    rc_weak *weak[2];
} w;

static void prepare(unsigned thread)
{
    node_attach();
    if (thread == 0) {
        w.object = node_new(&leaf_type, 1);
        w.weak[0] = rc->weak_new(w.object);
        w.weak[1] = rc->weak_new(w.object);
    }
}

static void act(unsigned thread)
{
    if (thread == 0) {
        rc->weak_free(w.weak[0]);
        rc->release(w.object);
        return;
    }
    void *strong = rc->weak_upgrade(w.weak[1]);
    if (strong != NULL)
        node_use_and_release(strong, 1);
    rc->weak_free(w.weak[1]);
}

MODEL_PROGRAM(weak_free_upgrade) = {
    .name = "weak-free-upgrade",
    .summary = "a weak reference is freed while another one to the same object is upgraded",
    .bound = "2 threads: 1 weak_free, 1 release; 1 upgrade, 1 release, 1 weak_free",
    .shares = true,
    .threads = 2,
    .prepare = prepare,
    .act = act,
};
