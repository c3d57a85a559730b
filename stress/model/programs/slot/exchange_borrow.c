/*
 * slot-exchange-borrow: T1 looks at what it has borrowed; T2 exchanges it, and releases what it got at once.
 *
 * Hunts: an exchange that hands the slot's own reference to its caller. The bug: T2 releases twice.
 */
#include "stress/model/programs/slot/slots.h"

MODEL_WORLD struct {
    rc_slot slot;
} exchange;

static void exchange_prepare(unsigned thread)
{
    node_attach();
    if (thread == 0)
        slot_fill(&exchange.slot);
}

static void exchange_act(unsigned thread, bool wrong)
{
    if (thread == 1) {
        void *old = gc->slot_exchange(&exchange.slot, NULL);
        slot_use_and_release(old, 1);
        if (wrong)
            rc->release(old);
        gc->reclaim_drain();
        return;
    }
    rc_guard guard = gc->guard_enter();
    slot_use(gc->slot_borrow(&exchange.slot, &guard), 0);
    gc->guard_exit(guard);
}

MODEL_TWINS(exchange, "slot-exchange-borrow",
            "what an exchange returns is released while another thread looks",
            .bound = "2 threads: 1 guard with 1 borrow; 1 exchange, 1 release, 1 drain",
            .room = "slot", .stale = 1, .scheme = "model", .threads = 2,
            .prepare = exchange_prepare);
