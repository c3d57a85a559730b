/*
 * collect-dying: T1 collects while T2 is in the destructor of an object, whose references are no longer counted.
 *
 *   T1                             T2
 *                                  the last release; the destructor drops `other`, which ends
 *   stops the world                safepoint, in the middle of the destructor
 *   judges: the dying are not
 *     traversed
 *
 * Hunts: a collector that follows the references of an object that is ending. The bug: what another object of the
 * living refers to is dropped in the same way.
 */
#include "stress/model/programs/cycles/rings.h"

MODEL_WORLD struct {
    part *one;
} d;

static void drop_and_rest(void *object)
{
    rc->release(((part *)object)->other);
    rc->thread_poll();
}

static const rc_type dying_type = {.name = "dying",
                                   .size = sizeof(part),
                                   .destroy = drop_and_rest,
                                   .traverse = part_traverse,
                                   .clear = part_clear};

static void dying_prepare(unsigned thread)
{
    node_attach();
    if (thread == 0)
        return;
    d.one = rc->new (&dying_type);
    model_assert(d.one != NULL);
    d.one->other = rc->new (&part_type);
    model_assert(d.one->other != NULL);
}

static void dying_act(unsigned thread, bool wrong)
{
    if (thread == 0) {
        size_t collected = model_collect();
        model_assert(collected == 0);
        return;
    }
    if (wrong) {
        drop_and_rest(d.one);
        d.one->other = NULL;
    }
    rc->release(d.one);
    stay_away();
}

static void dying_finish(unsigned thread)
{
    if (thread == 0)
        stay_away();
    else
        rc->thread_block_end();
}

MODEL_TWINS(dying, "collect-dying", "a collection while another thread is in a destructor",
            .bound = "2 threads: 1 collection; 1 release, 1 nested, 1 safepoint, 1 region",
            .room = "cycles", .backends = "atomic biased mutex", .threads = 2,
            .prepare = dying_prepare, .finish = dying_finish);
