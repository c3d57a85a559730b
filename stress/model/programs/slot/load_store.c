/*
 * slot-load-store: T1 loads from a slot into which T2 stores.
 *
 * Hunts: a load that counts an object that is gone; a store that does not order what was done to the object.
 * The bug: T2 takes the object out and releases the slot's reference at once.
 */
#include "stress/model/programs/slot/slots.h"

MODEL_WORLD struct {
    rc_slot slot;
    void *other;
} load_store;

static void load_store_prepare(unsigned thread)
{
    node_attach();
    if (thread == 0)
        slot_fill(&load_store.slot);
    else
        load_store.other = node_new(&node_type, 1);
}

static void load_store_act(unsigned thread, bool wrong)
{
    if (thread == 0) {
        void *object = gc->slot_load(&load_store.slot);
        if (object != NULL)
            node_look(object);
        slot_use_and_release(object, 0);
        return;
    }
    node_use(load_store.other, 1);
    if (wrong)
        rc->release(slot_take(&load_store.slot));
    gc->slot_store(&load_store.slot, load_store.other);
    rc->release(load_store.other);
    gc->reclaim_drain();
}

static void load_store_finish(unsigned thread)
{
    if (thread == 0)
        gc->slot_destroy(&load_store.slot);
}

MODEL_TWINS(load_store, "slot-load-store", "a load from a slot against a store",
            .bound = "2 threads: 1 load, 1 release; 1 store, 1 release, 1 drain", .room = "slot",
            .tolerant = "biased", .stale = 1, .scheme = "model", .shares = true, .threads = 2,
            .prepare = load_store_prepare, .finish = load_store_finish);
