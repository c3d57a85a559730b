/*
 * collect-upgrade: T1 collects a ring that only a weak reference leads to, while T2 upgrades that.
 *
 * Hunts: an upgrade of what is garbage already; a collection of what somebody has. The bug: T2 keeps what it has
 * without a reference over a safepoint.
 */
#include "stress/model/programs/cycles/rings.h"

MODEL_WORLD struct {
    rc_weak *weak;
    size_t collected;
} u;

static void upgrade_prepare(unsigned thread)
{
    node_attach();
    if (thread == 1)
        return;
    part *ring = ring_new(&part_type);
    u.weak = rc->weak_new(ring);
    rc->release(ring);
}

static void upgrade_act(unsigned thread, bool wrong)
{
    if (thread == 0) {
        u.collected = model_collect();
        return;
    }
    part *ring = rc->weak_upgrade(u.weak);
    if (wrong)
        rc->release(ring);
    rc->thread_poll();
    if (ring != NULL) {
        model_assert(ring->other != NULL);
        ring->other->uses++;
    }
    if (!wrong)
        rc->release(ring);
    stay_away();
}

static void upgrade_finish(unsigned thread)
{
    come_back(thread);
    if (thread == 1) {
        rc->weak_free(u.weak);
        u.collected += model_collect();
        model_assert(u.collected == 2);
    } else {
        stay_away();
    }
}

MODEL_TWINS(upgrade, "collect-upgrade", "a weak reference is upgraded while the collector judges",
            .bound = "2 threads: 1 collection; 1 upgrade, 1 safepoint, 1 release, 1 region",
            .room = "cycles", .backends = "atomic biased mutex", .threads = 2,
            .prepare = upgrade_prepare, .finish = upgrade_finish);
