/*
 * sliced-upgrade: T1 collects a ring in slices, T2 upgrades a weak reference to it before its first safepoint;
 * sliced-upgrade-between: behind one, where the ring may have been proposed; sliced-moved: T2 takes the reference to an
 * object out of another one, by a variable, between one safepoint and the next; sliced-ends: T2 drops the last
 * reference to an object between two safepoints.
 *
 * Hunts: a proposal that is believed; a reference that is moved behind the collector's back; an object that dies, and
 * is looked at in the next slice. The bug: T2 has no reference to what it uses behind a safepoint.
 */
#include "stress/model/programs/cycles/rings.h"

enum { AT_ONCE = 1000, ONE = 1 }; /* objects and references in one slice */

MODEL_WORLD struct {
    rc_weak *weak;
    part *box;
    size_t collected;
} s;

static void ring_prepare(unsigned thread)
{
    weak_ring_prepare(thread, &part_type, &s.weak);
}

static void upgrade_behind(bool wrong, unsigned safepoints)
{
    while (safepoints-- > 0)
        rc->thread_poll();
    part *ring = rc->weak_upgrade(s.weak);
    if (wrong)
        rc->release(ring);
    rc->thread_poll();
    if (wrong)
        rc->thread_poll(); /* where the proof may find it */
    if (ring != NULL) {
        model_assert(ring->other != NULL);
        ring->other->uses++;
    }
    if (!wrong)
        rc->release(ring);
    stay_away();
}

static void upgrade_act(unsigned thread, bool wrong)
{
    if (thread == 0)
        s.collected = model_collect_sliced(AT_ONCE);
    else
        upgrade_behind(wrong, 0);
}

static void between_act(unsigned thread, bool wrong)
{
    if (thread == 0)
        s.collected = model_collect_sliced(AT_ONCE);
    else
        upgrade_behind(wrong, 1);
}

static void ring_finish(unsigned thread)
{
    weak_ring_finish(thread, s.weak, s.collected);
}

MODEL_TWINS(upgrade, "sliced-upgrade", "a weak reference is upgraded before a ring is proposed",
            .bound = "2 threads: 1 collection in 1 slice and its proof; 1 upgrade, 1 safepoint, "
                     "1 release, 1 region",
            .room = "cycles", .timeouts = 9, .backends = "atomic mutex", .slow = true, .threads = 2,
            .prepare = ring_prepare, .finish = ring_finish);

MODEL_TWINS(between, "sliced-upgrade-between",
            "a weak reference is upgraded between a proposal and its proof",
            .bound = "2 threads: 1 collection in 1 slice and its proof; 1 safepoint, 1 upgrade, "
                     "1 safepoint, 1 release, 1 region",
            .room = "cycles", .timeouts = 9, .backends = "atomic", .sampled = "atomic",
            .samples = 10000, .preemptions = 2, .slow = true, .threads = 2, .prepare = ring_prepare,
            .finish = ring_finish);

/* A box that T2 has, with a treasure in it. */
static void box_prepare(unsigned thread)
{
    node_attach();
    if (thread == 0)
        return;
    s.box = rc->new (&part_type);
    model_assert(s.box != NULL);
    s.box->other = rc->new (&part_type);
    model_assert(s.box->other != NULL);
}

/* Behind a safepoint; the box's reference is the caller's. */
static part *take_out(void)
{
    rc->thread_poll();
    part *treasure = s.box->other;
    s.box->other = NULL;
    return treasure;
}

static void moved_act(unsigned thread, bool wrong)
{
    if (thread == 0) {
        s.collected = model_collect_sliced(ONE);
        return;
    }
    part *treasure = take_out();
    if (wrong)
        rc->release(treasure);
    rc->thread_poll();
    treasure->uses++;
    if (!wrong)
        rc->release(treasure);
    stay_away();
}

static void ends_act(unsigned thread, bool wrong)
{
    if (thread == 0) {
        s.collected = model_collect_sliced(ONE);
        return;
    }
    part *treasure = take_out();
    rc->release(treasure);
    if (wrong)
        treasure->uses++;
    rc->thread_poll();
    stay_away();
}

static void box_finish(unsigned thread)
{
    if (thread == 1) {
        rc->thread_block_end();
        rc->release(s.box);
        model_assert(s.collected == 0);
    }
}

MODEL_TWINS(
    moved, "sliced-moved", "a reference is moved from an object into a variable between two slices",
    .bound = "2 threads: 1 collection of 2 objects, 1 look in a slice; 1 safepoint, 1 move, "
             "1 safepoint, 1 release, 1 region",
    .room = "cycles", .timeouts = 99, .backends = "atomic mutex", .sampled = "atomic mutex",
    .samples = 10000, .preemptions = 2, .slow = true, .threads = 2, .prepare = box_prepare,
    .finish = box_finish);

MODEL_TWINS(ends, "sliced-ends", "an object dies between two slices",
            .bound = "2 threads: 1 collection of 2 objects, 1 look in a slice; 1 safepoint, "
                     "1 release, 1 safepoint, 1 region",
            .room = "cycles", .timeouts = 99, .backends = "atomic mutex", .sampled = "atomic mutex",
            .samples = 10000, .preemptions = 2, .slow = true, .threads = 2, .prepare = box_prepare,
            .finish = box_finish);
