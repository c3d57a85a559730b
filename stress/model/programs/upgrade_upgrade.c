/*
 * upgrade-upgrade: two threads upgrade weak references to one object that nobody holds strongly but a third,
 * which has given its reference back just before: the object is dead, or dies in one of them.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    void *object;
    rc_weak *weak[2];
} w;

static void prepare(unsigned thread)
{
    node_attach();
    if (thread == 0)
        w.object = node_new(&leaf_type, 2);
    w.weak[thread] = rc->weak_new(w.object);
}

static void act(unsigned thread)
{
    rc->release(w.object);
    void *strong = rc->weak_upgrade(w.weak[thread]);
    if (strong != NULL)
        node_use_and_release(strong, thread);
    rc->weak_free(w.weak[thread]);
}

MODEL_PROGRAM(upgrade_upgrade) = {
    .name = "upgrade-upgrade",
    .summary = "each of two threads gives back its reference, upgrades its weak one, and frees it",
    .bound = "2 threads: 1 release, 1 upgrade, 1 release each",
    .shares = true,
    .slow = true,
    .threads = 2,
    .prepare = prepare,
    .act = act,
};
