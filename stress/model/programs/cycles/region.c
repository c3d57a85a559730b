/*
 * collect-region: T1 collects; T2 comes out of a blocking region, changes what it owns, and goes into one again.
 *
 * Hunts: a thread that runs while the world stands still; a world that does not stand still; changes that the
 * collector does not see. The bug: T2 changes what it owns inside the region.
 */
#include "stress/model/programs/cycles/rings.h"

MODEL_WORLD struct {
    part *one;
} r;

static void region_prepare(unsigned thread)
{
    node_attach();
    if (thread == 1) {
        r.one = rc->new (&part_type);
        model_assert(r.one != NULL);
        stay_away();
    }
}

static void region_act(unsigned thread, bool wrong)
{
    if (thread == 0) {
        size_t collected = model_collect();
        model_assert(collected == 0);
        return;
    }
    if (!wrong)
        rc->thread_block_end();
    r.one->other = rc->retain(r.one);
    if (!wrong)
        stay_away();
}

static void region_finish(unsigned thread)
{
    if (thread == 0) {
        stay_away();
        return;
    }
    rc->thread_block_end();
    rc->release(r.one);
    size_t collected = model_collect();
    model_assert(collected == 1);
}

MODEL_TWINS(region, "collect-region",
            "a thread changes references between two regions while another collects",
            .bound = "2 threads: 1 collection; 1 region's end, 1 store, 1 region", .room = "cycles",
            .backends = "atomic biased mutex", .threads = 2, .prepare = region_prepare,
            .finish = region_finish);
