/*
 * slot-three: T1 loads, T2 borrows, T3 empties the slot.
 *
 * Hunts: a reader that is overlooked because another one was found. The bug: T3 does not retire.
 */
#include "stress/model/programs/slot/slots.h"

MODEL_WORLD struct {
    rc_slot slot;
} three;

static void three_prepare(unsigned thread)
{
    node_attach();
    if (thread == 0)
        slot_fill(&three.slot);
}

static void three_act(unsigned thread, bool wrong)
{
    if (thread == 0) {
        slot_use_and_release(gc->slot_load(&three.slot), 0);
    } else if (thread == 1) {
        rc_guard guard = gc->guard_enter();
        slot_use(gc->slot_borrow(&three.slot, &guard), 1);
        gc->guard_exit(guard);
    } else if (wrong) {
        rc->release(slot_take(&three.slot));
    } else {
        gc->slot_give(&three.slot, NULL);
    }
}

MODEL_TWINS(three, "slot-three", "a load and a borrow against a thread that empties the slot",
            .bound = "3 threads: 1 load, 1 release; 1 guard with 1 borrow; 1 give",
            .uses = MODEL_RETAIN | MODEL_RELEASE, .room = "slot", .stale = 1, .backends = "atomic",
            .scheme = "model", .shares = true, .threads = 3, .prepare = three_prepare);
