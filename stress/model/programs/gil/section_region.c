/*
 * section-region: T1, in a critical section, goes into a blocking region until T2 is done, which wants the same lock.
 *
 * Hunts: a section whose lock is kept while its thread blocks. The bug: T1 believes that it has kept it.
 */
#include "stress/model/programs/node.h"
#include "stress/model/twins.h"

MODEL_WORLD struct {
    rc_lock lock;
    unsigned count;
} s;

static void away_prepare(unsigned thread)
{
    (void)thread;
    node_attach();
}

static void away_act(unsigned thread, bool wrong)
{
    rc_section section;
    rc->section_begin(&section, &s.lock);
    if (thread == 0) {
        unsigned before = s.count;
        rc->thread_block_begin();
        model_await_end(1);
        rc->thread_block_end();
        model_assert(s.count == before || (section.suspensions > 0 && !wrong));
    }
    s.count++;
    rc->section_end(&section);
}

static void away_judge(void)
{
    model_assert(s.count == 2);
}

MODEL_TWINS(away, "section-region", "a blocking region in a critical section",
            .bound = "2 threads: 1 section with a region; 1 section", .room = "gil",
            .backends = "plain atomic biased", .threads = 2, .prepare = away_prepare,
            .judge = away_judge);
