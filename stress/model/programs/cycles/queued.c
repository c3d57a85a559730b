/*
 * collect-queued: T1 collects while T2, which owns an object, comes by a safepoint, and T3 gives back the object's last
 * reference.
 *
 * Hunts: a count that is still in a queue when the world stands, or is merged twice. The bug: T3 uses it after a
 * safepoint.
 */
#include "stress/model/programs/cycles/rings.h"

MODEL_WORLD struct {
    part *one;
} q;

static void queued_prepare(unsigned thread)
{
    node_attach();
    if (thread == 1) {
        q.one = rc->new (&part_type);
        model_assert(q.one != NULL);
        q.one->other = rc->retain(q.one);
    }
}

static void queued_act(unsigned thread, bool wrong)
{
    if (thread == 0) {
        model_look(model_collect());
        return;
    }
    if (thread == 1) {
        rc->thread_poll();
    } else {
        rc->release(q.one);
        if (wrong) {
            rc->thread_poll();
            q.one->uses++;
        }
    }
    stay_away();
}

static void queued_finish(unsigned thread)
{
    if (thread == 0) {
        stay_away();
        return;
    }
    rc->thread_block_end();
    if (thread == 2)
        model_look(model_collect());
    stay_away();
}

MODEL_TWINS(queued, "collect-queued", "a collection while a reference goes to its owner's queue",
            .bound = "3 threads: 1 collection; 1 safepoint, 1 region; 1 release, 1 region",
            .room = "cycles", .backends = "biased", .sampled = "biased", .samples = 10000,
            .preemptions = 1, .slow = true, .threads = 3, .prepare = queued_prepare,
            .finish = queued_finish);
