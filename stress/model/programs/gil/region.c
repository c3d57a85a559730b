/*
 * gil-region: T1 goes through a blocking region under the interpreter lock while T2 takes it.
 *
 * Hunts: a region that keeps the lock, or comes back without it. The bug: T1 uses the object in the region.
 */
#include "stress/model/programs/gil/gils.h"

static void region_prepare(unsigned thread)
{
    gil_start(thread, NULL, true);
}

static void region_act(unsigned thread, bool wrong)
{
    if (thread == 0) {
        rc->thread_block_begin();
        if (wrong)
            g.uses++;
        rc->thread_block_end();
        gil_use();
        gil_drop();
        return;
    }
    gil_take();
    gil_use();
    gil_drop();
}

MODEL_TWINS(region, "gil-region", "a blocking region under the interpreter lock",
            .bound = "2 threads: 1 region, 1 drop; 1 take, 1 drop; no timeouts", .room = "gil",
            .backends = "plain atomic biased", .threads = 2, .prepare = region_prepare,
            .finish = gil_end);
