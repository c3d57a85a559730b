/*
 * weak-slot-load-store: T1 upgrades what a weak slot refers to while T2 puts another object there;
 * weak-slot-last: while T2 gives back the object's last reference.
 *
 * Hunts: a box that is looked into without a guard; a weak reference that is freed while it is upgraded; an upgrade
 * that comes after the end. The bugs: T2 takes the box out by itself; T1 keeps what it has without a reference.
 */
#include "stress/model/programs/slot/slots.h"

MODEL_WORLD struct {
    rc_weak_slot slot;
    void *object, *other;
} weak;

static void weak_prepare(unsigned thread)
{
    node_attach();
    if (thread == 0) {
        weak.object = node_new(&node_type, 1);
        bool done = gc->weak_slot_init(&weak.slot, weak.object);
        model_assert(done);
    } else {
        weak.other = node_new(&node_type, 1);
    }
}

static void weak_finish(unsigned thread)
{
    if (thread == 0)
        gc->weak_slot_destroy(&weak.slot);
    else
        rc->release(weak.other);
}

static void store_act(unsigned thread, bool wrong)
{
    if (thread == 0) {
        slot_use_and_release(gc->weak_slot_load(&weak.slot), 0);
        return;
    }
    if (wrong)
        rc->release(slot_take(&weak.slot.box));
    bool done = gc->weak_slot_store(&weak.slot, weak.other);
    model_assert(done);
    gc->reclaim_drain();
}

static void store_finish(unsigned thread)
{
    if (thread == 0)
        rc->release(weak.object);
    weak_finish(thread);
}

MODEL_TWINS(store, "weak-slot-load-store",
            "a weak slot is upgraded while another thread stores into it",
            .bound = "2 threads: 1 load, 1 release; 1 store, 1 drain", .room = "slot",
            .tolerant = "biased", .stale = 1, .scheme = "model",
            .backends = "atomic biased mutex global", .shares = true, .threads = 2,
            .prepare = weak_prepare, .finish = store_finish);

static void last_act(unsigned thread, bool wrong)
{
    if (thread == 1) {
        rc->release(weak.object);
        return;
    }
    void *strong = gc->weak_slot_load(&weak.slot);
    if (wrong && strong != NULL)
        rc->release(strong);
    slot_use(strong, 0);
    if (!wrong)
        rc->release(strong);
}

MODEL_TWINS(last, "weak-slot-last", "a weak slot is upgraded while the last reference goes",
            .bound = "2 threads: 1 load, 1 release; 1 release", .room = "slot",
            .tolerant = "biased", .stale = 1, .scheme = "model",
            .backends = "atomic biased mutex global", .shares = true, .threads = 2,
            .prepare = weak_prepare, .finish = weak_finish);
