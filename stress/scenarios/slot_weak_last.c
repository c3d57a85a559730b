/*
 * slot-weak-last: one thread releases the last strong reference while another loads from a weak slot.
 *
 * As weak-upgrade, through a slot, and with a third thread that empties it at the same time. Hunts: a load that
 * brings back the dead, an end inside a read section that goes wrong, a failed load that changes something.
 *
 *   T1 last release                T2 load                       T3 empties the slot
 *                                  finds the reference, pins
 *   count 1 -> 0, leaves the end
 *   to T2
 *                                                                frees the reference
 *                                  unpins, destroys: inside its section
 *
 * Passes: no fault, and loads went both ways.
 *
 *   slot-weak-last  plain+hazard   broken       premature-free, use-after-free ...
 *   slot-weak-last  atomic+epoch   sound
 */
#include "refcount/atomics.h"
#include "stress/scenarios/slot_weak.h"

enum { FAILURES = 20 };

typedef struct world {
    stress_subject object;
    rc_weak_slot slot;
} world;

/* 1: a load has succeeded, 2: one has failed. */
static _Atomic unsigned seen;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    stress_make(stage, &w->object, &stress_node_type);
    stage->gc->slot_init(&w->slot.box, NULL);
    slot_weak_store(stage, &w->slot, &w->object);
    stress_hand_over(&w->object, stress_self(), 0);
}

static void load(stress_stage *stage, world *w)
{
    stress_subject *s = slot_weak_load(stage, &w->slot);
    rc_fetch_or_relaxed(&seen, s != NULL ? 1u : 2u); /* relaxed: only looked at */
    if (s != NULL) {
        stress_use(stage, s);
        stress_release(stage, s);
        return;
    }
    for (unsigned i = 0; i < (stage->scripted ? 1 : FAILURES); i++) {
        if (slot_weak_load(stage, &w->slot) != NULL)
            stress_fault(STRESS_PREMATURE_FREE, "a load succeeded after one had failed");
    }
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 0) {
        stress_use(stage, &w->object);
        stress_release(stage, &w->object);
    } else if (actor == 1) {
        load(stage, w);
    } else {
        slot_weak_store(stage, &w->slot, NULL);
        slot_after(stage);
    }
}

static void finish(stress_stage *stage, unsigned place)
{
    world *w = stage->world;
    if (place == 0)
        stage->gc->weak_slot_destroy(&w->slot);
    stress_give_back(stage, &w->object, place);
}

static void judge(stress_stage *stage)
{
    (void)stage;
    if (rc_load_relaxed(&seen) == 3)
        stress_witness();
}

STRESS_SCENARIO(slot_weak_last) = {
    .name = "slot-weak-last",
    .summary = "a load from a weak slot against the object's last release and a store",
    .shares = true,
    .reclaims = true,
    .actors = 3,
    .variants = SLOT_VARIANTS,
    .makers = SLOT_MAKERS,
    .subjects = 1,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .finish = finish,
    .judge = judge,
    .witness = "no load succeeded, or none failed",
};
