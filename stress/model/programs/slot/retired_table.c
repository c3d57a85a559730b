/*
 * retired-table: T1 empties a slot that had the only reference while T2 finds the object in a table, which has none;
 * nobody has said that it can be found.
 *
 *   T1                             T2
 *   empties the slot, drains       locks; finds it; try_retain; unlocks
 *     its end: locks, takes it     uses, releases
 *     out of the table, unlocks
 *
 * Hunts: an end without an exchange, because the count looked like one, of an object that try_retain counts just
 * then. The bug: T2 counts without asking whether the object is alive.
 */
#include "stress/model/programs/slot/slots.h"

MODEL_WORLD struct {
    rc_slot slot;
    rc_mutex mutex;
    void *table;
} tabled;

static void tabled_destroy(void *object)
{
    rc_mutex_lock(&tabled.mutex);
    tabled.table = NULL;
    rc_mutex_unlock(&tabled.mutex);
    node_destroy(object);
}

static const rc_type tabled_type = {
    .name = "tabled", .size = sizeof(node), .destroy = tabled_destroy};

static void tabled_prepare(unsigned thread)
{
    node_attach();
    if (thread != 0)
        return;
    rc_mutex_init(&tabled.mutex);
    tabled.table = node_new(&tabled_type, 1);
    gc->slot_init(&tabled.slot, NULL);
    gc->slot_give(&tabled.slot, tabled.table);
}

static void tabled_act(unsigned thread, bool wrong)
{
    if (thread == 0) {
        gc->slot_give(&tabled.slot, NULL);
        gc->reclaim_drain();
        return;
    }
    rc_mutex_lock(&tabled.mutex);
    void *found = tabled.table;
    if (found != NULL && wrong)
        rc->retain(found);
    else if (found != NULL && !rc->try_retain(found))
        found = NULL;
    rc_mutex_unlock(&tabled.mutex);
    slot_use_and_release(found, 1);
}

MODEL_TWINS(tabled, "retired-table", "a table without references against the end of a retired one",
            .bound = "2 threads: 1 give, 1 drain; 1 try_retain, 1 release", .room = "slot",
            .stale = 1, .scheme = "model", .backends = "atomic mutex global", .shares = true,
            .threads = 2, .prepare = tabled_prepare);
