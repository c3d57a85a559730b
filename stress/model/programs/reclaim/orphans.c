/*
 * hazard-orphans: T1 ends while a reader keeps it from releasing what it has retired; the reader takes it over.
 *
 *   T1                             T2
 *                                  has borrowed the object
 *   uses it, retires it
 *   ends: tries, and leaves it
 *                                  ends its section, drains: adopts what was left, releases it
 *
 * Hunts: what a thread leaves that is not what others find. The bug: T2 looks at it once more.
 */
#include "stress/model/programs/reclaim/reclaim.h"

MODEL_WORLD struct {
    rc_slot slot;
    rc_guard guard;
    void *object;
} left;

static void orphans_prepare(unsigned thread)
{
    node_attach();
    if (thread == 0) {
        slot_fill(&left.slot);
    } else {
        left.guard = gc->guard_enter();
        left.object = gc->slot_borrow(&left.slot, &left.guard);
    }
}

static void orphans_act(unsigned thread, bool wrong)
{
    if (thread == 0) {
        node_use(left.object, thread);
        gc->slot_destroy(&left.slot);
        model_exit_thread();
        return;
    }
    model_await_end(0);
    node_use(left.object, thread);
    gc->guard_exit(left.guard);
    gc->reclaim_drain();
    if (wrong)
        node_use(left.object, thread);
}

MODEL_TWINS(orphans, "hazard-orphans", "a thread ends and leaves what a reader still keeps",
            .bound = "2 threads: 1 destroy, thread exit; 1 guard with 1 borrow, 1 drain",
            .room = "reclaim", .scheme = "hazard_asym", .backends = "atomic", .hurried = true,
            .threads = 2, .prepare = orphans_prepare);
