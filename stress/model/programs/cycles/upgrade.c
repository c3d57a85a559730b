/*
 * collect-upgrade: T1 collects a ring that only a weak reference leads to, while T2 upgrades that;
 * collect-upgrade-late: T2 does so behind a safepoint, and looks at what finalizers have done.
 *
 * Hunts: an upgrade of what is garbage already, or of what its finalizer has seen; a collection of what somebody has.
 * The bug: T2 keeps what it has without a reference over a safepoint.
 */
#include "stress/model/programs/cycles/rings.h"

MODEL_WORLD struct {
    rc_weak *weak;
    size_t collected;
} u;

static void upgrade_prepare(unsigned thread)
{
    weak_ring_prepare(thread, &part_type, &u.weak);
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
    weak_ring_finish(thread, u.weak, u.collected);
}

MODEL_TWINS(upgrade, "collect-upgrade", "a weak reference is upgraded while the collector judges",
            .bound = "2 threads: 1 collection; 1 upgrade, 1 safepoint, 1 release, 1 region",
            .room = "cycles", .backends = "atomic biased mutex", .threads = 2,
            .prepare = upgrade_prepare, .finish = upgrade_finish);

static void note_end(void *object)
{
    ((part *)object)->uses = 100;
}

static const rc_type noted_type = {.name = "noted",
                                   .size = sizeof(part),
                                   .destroy = part_clear,
                                   .traverse = part_traverse,
                                   .clear = part_clear,
                                   .finalize = note_end};

static void late_prepare(unsigned thread)
{
    weak_ring_prepare(thread, &noted_type, &u.weak);
}

static void late_act(unsigned thread, bool wrong)
{
    if (thread == 0) {
        u.collected = model_collect();
        return;
    }
    part *ring = wrong ? rc->weak_upgrade(u.weak) : NULL;
    if (wrong)
        rc->release(ring);
    rc->thread_poll();
    if (!wrong)
        ring = rc->weak_upgrade(u.weak);
    if (ring != NULL)
        model_assert(ring->uses == 0);
    if (!wrong)
        rc->release(ring);
    stay_away();
}

MODEL_TWINS(late, "collect-upgrade-late",
            "a weak reference is upgraded when the collector has judged",
            .bound = "2 threads: 1 collection; 1 safepoint, 1 upgrade, 1 release, 1 region",
            .room = "cycles", .backends = "atomic biased mutex", .slow = true, .threads = 2,
            .prepare = late_prepare, .finish = upgrade_finish);
