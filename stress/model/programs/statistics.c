/*
 * statistics: an object is made and ended by one thread while another one asks for the numbers.
 *
 * Numbers read meanwhile may be old, but the read is no race, and at rest they are exact.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    void *object;
} w;

static void prepare(unsigned thread)
{
    node_attach();
    if (thread == 0)
        w.object = node_new(&leaf_type, 1);
}

static void act(unsigned thread)
{
    if (thread == 0) {
        rc->release(w.object);
    } else {
        rc_stats stats;
        rc->get_stats(&stats);
        model_assert(stats.created == 1 && stats.destroyed <= 1);
    }
}

static void judge(void)
{
    rc_stats stats;
    rc->get_stats(&stats);
    model_assert(stats.live_objects == 0 && stats.live_bytes == 0 && stats.destroyed == 1);
}

MODEL_PROGRAM(statistics) = {
    .name = "statistics",
    .summary = "statistics are read while an object ends",
    .bound = "2 threads: 1 release; 1 get_stats",
    .threads = 2,
    .prepare = prepare,
    .act = act,
    .judge = judge,
};
