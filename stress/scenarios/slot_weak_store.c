/*
 * slot-weak-store: one thread loads from a weak slot while another puts a weak reference to another object there.
 *
 * The load looks at the weak reference that it has found, and the store gives that up. Hunts: a weak reference
 * that is freed under a load, one that is never freed.
 *
 *   T1 load                        T2 store
 *   finds the reference to a
 *                                  puts one to b, frees the one to a
 *   upgrades it                    <- freed
 *
 * Both objects are alive all the time: so no load may fail. Passes: no fault.
 *
 *   slot-weak-store  atomic+epoch   sound
 */
#include "stress/scenarios/slot_weak.h"

typedef struct world {
    stress_subject object[2];
    rc_weak_slot slot;
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    slot_hand(stage, &w->object[0], 0);
    stage->gc->slot_init(&w->slot.box, NULL);
    slot_weak_store(stage, &w->slot, &w->object[0]);
    slot_hand(stage, &w->object[1], 1);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 1) {
        slot_weak_store(stage, &w->slot, &w->object[1]);
        slot_after(stage);
        return;
    }
    stress_subject *s = slot_weak_load(stage, &w->slot);
    if (s == NULL) {
        stress_fault(STRESS_CONTRACT, "a load failed though both objects live");
        return;
    }
    stress_use(stage, s);
    stress_release(stage, s);
}

static void finish(stress_stage *stage, unsigned place)
{
    world *w = stage->world;
    if (place == 0)
        stage->gc->weak_slot_destroy(&w->slot);
    for (unsigned i = 0; i < 2; i++)
        stress_give_back(stage, &w->object[i], place);
}

STRESS_SCENARIO(slot_weak_stored) = {
    .name = "slot-weak-store",
    .summary = "a load from a weak slot against a store",
    .reclaims = true,
    .actors = 2,
    .variants = SLOT_VARIANTS,
    .makers = SLOT_MAKERS,
    .subjects = 2,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .finish = finish,
};
