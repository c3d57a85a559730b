/*
 * retired-upgrade: T1 empties a slot that had the last strong reference while T2 upgrades a weak one.
 *
 *   T1                             T2
 *   empties the slot, drains       upgrades; uses, releases
 *                                  frees its weak reference
 *
 * Hunts: an end without an exchange, because the count looked like one, of an object that an upgrade finds just
 * then. The bug: T2 uses what it has found after it has given its reference back.
 */
#include "stress/model/programs/slot/slots.h"

MODEL_WORLD struct {
    rc_slot slot;
    rc_weak *weak;
} retired;

static void retired_prepare(unsigned thread)
{
    node_attach();
    if (thread == 0) {
        slot_fill(&retired.slot);
        retired.weak = rc->weak_new(slot_peek(&retired.slot));
    }
}

static void retired_act(unsigned thread, bool wrong)
{
    if (thread == 0) {
        gc->slot_give(&retired.slot, NULL);
        gc->reclaim_drain();
        return;
    }
    void *strong = rc->weak_upgrade(retired.weak);
    if (wrong)
        rc->release(strong);
    slot_use(strong, 1);
    if (!wrong)
        rc->release(strong);
    rc->weak_free(retired.weak);
}

MODEL_TWINS(retired, "retired-upgrade", "an upgrade against the end of a retired reference",
            .bound = "2 threads: 1 give, 1 drain; 1 upgrade, 1 release", .room = "slot",
            .tolerant = "biased", .stale = 1, .scheme = "model",
            .backends = "atomic biased mutex global", .shares = true, .threads = 2,
            .prepare = retired_prepare);
