/*
 * slot-give: an object goes from slot to slot while others load it, release it, and find it in the one or the
 * other.
 *
 * Hunts: a reference that is the slot's twice, or nobody's, when it is moved and not counted; a release that is
 * taken for the last one.
 *
 *   T1 moves a                     T2 load and release
 *   takes a out of one slot
 *                                  loads a from the other: not there yet
 *   gives it to the other
 *                                  loads a: 2, releases: 1
 *
 * Passes: no fault.
 *
 *   slot-give  plain+hazard   broken       lost-update, premature-free ...
 *   slot-give  atomic+epoch   sound
 */
#include "stress/scenarios/slot.h"

typedef struct world {
    stress_subject object[2];
    rc_slot slot[2];
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    slot_make(stage, &w->slot[0], &w->object[0]);
    slot_make(stage, &w->slot[1], &w->object[1]);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    stress_subject *s;
    if (actor == 0) {
        if ((s = stress_slot_exchange(stage, &w->slot[0], NULL)) != NULL)
            stress_slot_give(stage, &w->slot[1], s);
        slot_after(stage);
        return;
    }
    for (int i = 1; i >= 0; i--) {
        if ((s = stress_slot_load(stage, &w->slot[i])) == NULL)
            continue;
        stress_slot_store(stage, &w->slot[i ^ 1], s);
        stress_release(stage, s);
    }
    slot_after(stage);
}

static void rest(stress_stage *stage)
{
    world *w = stage->world;
    stress_slot_rest(stage, &w->slot[0]);
    stress_slot_rest(stage, &w->slot[1]);
}

static void finish(stress_stage *stage, unsigned place)
{
    world *w = stage->world;
    slot_finish(stage, place, w->slot, 2, w->object, 2);
}

STRESS_SCENARIO(slot_give) = {
    .name = "slot-give",
    .summary = "an object moves between two slots while others load it and release it",
    .shares = true,
    .reclaims = true,
    .actors = 2,
    .variants = SLOT_VARIANTS,
    .makers = SLOT_MAKERS,
    .subjects = 2,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .rest = rest,
    .finish = finish,
};
