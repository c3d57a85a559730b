/*
 * upgrade-release: T1 gives back the last strong reference while T2 upgrades a weak one.
 *
 *   T1                             T2
 *   uses, releases                 upgrades; uses, releases
 *                                  frees its weak reference
 *
 * Hunts: an upgrade that looks at a count that is gone, or wakes the dead; a death that forgets the one that
 * is looking.
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
        w.object = node_new(&node_type, 1);
        w.weak = rc->weak_new(w.object);
    }
}

static void act(unsigned thread)
{
    if (thread == 0) {
        node_use_and_release(w.object, 0);
        return;
    }
    void *strong = rc->weak_upgrade(w.weak);
    if (strong != NULL)
        node_use_and_release(strong, 1);
    rc->weak_free(w.weak);
}

MODEL_PROGRAM(upgrade_release) = {
    .name = "upgrade-release",
    .summary = "an upgrade against the last release",
    .bound = "2 threads: 1 release; 1 upgrade, 1 release",
    .shares = true,
    .threads = 2,
    .prepare = prepare,
    .act = act,
};
