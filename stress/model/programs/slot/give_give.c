/*
 * slot-give-give: T1 gives its object to a slot; T2 empties it, and ends what it finds there.
 *
 * No count orders the two: the reference is handed on as it is.
 *
 * Hunts: a store that does not acquire what was done to the object that it takes out. The bug: T1 goes on using what it
 * gave.
 */
#include "stress/model/programs/slot/slots.h"

MODEL_WORLD struct {
    rc_slot slot;
    void *object;
} gives;

static void gives_prepare(unsigned thread)
{
    node_attach();
    if (thread == 0)
        gives.object = node_new(&node_type, 1);
}

static void gives_act(unsigned thread, bool wrong)
{
    if (thread == 1) {
        gc->slot_give(&gives.slot, NULL);
        gc->reclaim_drain();
        return;
    }
    node_use(gives.object, 0);
    gc->slot_give(&gives.slot, gives.object);
    if (wrong)
        node_use(gives.object, 0);
}

static void gives_finish(unsigned thread)
{
    if (thread == 0)
        gc->slot_destroy(&gives.slot);
}

MODEL_TWINS(gives, "slot-give-give", "an object is given to a slot, and ended by who takes it out",
            .bound = "2 threads: 1 give; 1 give, 1 drain", .room = "slot", .stale = 1,
            .scheme = "model", .tolerant = "biased", .threads = 2, .prepare = gives_prepare,
            .finish = gives_finish);
