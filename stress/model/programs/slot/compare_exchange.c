/*
 * slot-compare-exchange: T1 puts its object in the place of the first one and gives back its own reference;
 * T2 takes out what it finds, and gives that back.
 *
 * Hunts: an exchange that counts the new object late; that keeps what it took in advance when it fails; that
 * forgets what was there. The bug: T2 takes the object out without saying so to anybody.
 */
#include "stress/model/programs/slot/slots.h"

MODEL_WORLD struct {
    rc_slot slot;
    void *first, *other;
} compare;

static void compare_prepare(unsigned thread)
{
    node_attach();
    if (thread == 1)
        return;
    slot_fill(&compare.slot);
    compare.first = gc->slot_load(&compare.slot);
    compare.other = node_new(&node_type, 1);
}

static void compare_act(unsigned thread, bool wrong)
{
    if (thread == 1) {
        void *old = wrong ? slot_take(&compare.slot) : gc->slot_exchange(&compare.slot, NULL);
        rc->release(old);
        if (wrong)
            rc->release(old);
        gc->reclaim_drain();
        return;
    }
    node_use(compare.other, 0);
    bool done = gc->slot_compare_exchange(&compare.slot, compare.first, compare.other);
    model_look(done);
    rc->release(compare.other);
    rc->release(compare.first);
    gc->reclaim_drain();
}

static void compare_finish(unsigned thread)
{
    if (thread == 0)
        gc->slot_destroy(&compare.slot);
}

MODEL_TWINS(
    compare, "slot-compare-exchange",
    "a compare-exchange against an exchange that takes the new object out",
    .bound = "2 threads: 1 compare-exchange, 2 releases, 1 drain; 1 exchange, 1 release, 1 drain",
    .room = "slot", .stale = 1, .scheme = "model", .shares = true, .threads = 2,
    .prepare = compare_prepare, .finish = compare_finish);
