/*
 * slot-borrow-destroy: T1 looks at what it has borrowed from a slot that T2 gives up.
 *
 * Hunts: a borrow that protects nothing; a slot that releases at once; a drain that does not wait. The bug: T1
 * looks at what it has read from the slot by itself.
 */
#include "stress/model/programs/slot/slots.h"

MODEL_WORLD struct {
    rc_slot slot;
} borrow;

static void borrow_prepare(unsigned thread)
{
    node_attach();
    if (thread == 0)
        slot_fill(&borrow.slot);
}

static void borrow_act(unsigned thread, bool wrong)
{
    if (thread == 1) {
        gc->slot_destroy(&borrow.slot);
        gc->reclaim_drain();
        return;
    }
    rc_guard guard = gc->guard_enter();
    void *object = wrong ? slot_peek(&borrow.slot) : gc->slot_borrow(&borrow.slot, &guard);
    if (wrong) {
        gc->guard_exit(guard);
        guard = gc->guard_enter();
    }
    slot_use(object, 0);
    gc->guard_exit(guard);
}

MODEL_TWINS(borrow, "slot-borrow-destroy",
            "what was borrowed from a slot stays while it is looked at",
            .bound = "2 threads: 1 guard with 1 borrow; 1 destroy, 1 drain", .room = "slot",
            .tolerant = "biased", .stale = 1, .scheme = "model", .threads = 2,
            .prepare = borrow_prepare);
