/*
 * slot-compare-twice: two threads put an object of their own in the place of the same one.
 *
 * Hunts: two that both succeed; a failure that keeps a reference. The bug: a loser takes itself for the winner.
 */
#include "stress/model/programs/slot/slots.h"

MODEL_WORLD struct {
    rc_slot slot;
    void *first, *mine[2];
    bool won[2];
} twice;

static void twice_prepare(unsigned thread)
{
    node_attach();
    if (thread == 0) {
        slot_fill(&twice.slot);
        twice.first = gc->slot_load(&twice.slot);
    }
    twice.mine[thread] = node_new(&leaf_type, 1);
}

static void twice_act(unsigned thread, bool wrong)
{
    twice.won[thread] =
        gc->slot_compare_exchange(&twice.slot, twice.first, twice.mine[thread]) || wrong;
    rc->release(twice.mine[thread]);
}

static void twice_finish(unsigned thread)
{
    if (thread == 1)
        return;
    model_assert(twice.won[0] != twice.won[1]);
    gc->slot_destroy(&twice.slot);
    rc->release(twice.first);
}

MODEL_TWINS(twice, "slot-compare-twice", "of two compare-exchanges of one object one succeeds",
            .bound = "2 threads: 1 compare-exchange, 1 release each",
            .uses = MODEL_RETAIN | MODEL_RELEASE, .room = "slot", .stale = 1, .scheme = "model",
            .threads = 2, .prepare = twice_prepare, .finish = twice_finish);
