/*
 * upgrade-twice: two threads upgrade one weak reference while a third gives back the last strong one.
 *
 * Hunts: a death that one of the two is to finish, and both do or neither.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    void *object;
    rc_weak *weak;
} w;

static void prepare(unsigned thread)
{
    node_attach();
    if (thread == 0) {
        w.object = node_new(&leaf_type, 1);
        w.weak = rc->weak_new(w.object);
    }
}

static void act(unsigned thread)
{
    void *strong = thread == 0 ? w.object : rc->weak_upgrade(w.weak);
    if (strong != NULL)
        node_use_and_release(strong, thread);
}

static void finish(unsigned thread)
{
    if (thread == 0)
        rc->weak_free(w.weak);
}

MODEL_PROGRAM(upgrade_twice) = {
    .name = "upgrade-twice",
    .summary = "two upgrades against the last release",
    .bound = "3 threads: 1 release; 1 upgrade, 1 release each",
    .sampled = "biased",
    .preemptions = 1,
    .shares = true,
    .slow = true,
    .threads = 3,
    .prepare = prepare,
    .act = act,
    .finish = finish,
};
