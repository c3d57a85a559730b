/*
 * slot-compare: two threads replace the object in a slot, each if what it has loaded is still there, while a third
 * one takes out what is there and releases it.
 *
 * Hunts: a compare-exchange that both win, one that changes counts when it fails, or counts the new object only
 * when others can take it out already.
 *
 *   T1 a -> b                      T3 exchange
 *   exchanges a for b
 *                                  takes b out, its reference is released
 *   counts b for the slot          <- too late: that was T1's own
 *
 * Variants 0 and 1 keep the reference to the new object, 2 and 3 give it. Passes: no fault; each of the two fails
 * only if somebody else was there, and what one has put in place is put there once.
 *
 *   slot-compare  plain+hazard   broken       lost-update, premature-free ...
 *   slot-compare  atomic+epoch   sound
 */
#include "stress/scenarios/slot.h"

typedef struct world {
    stress_subject object[3]; /* the first is in the slot */
    rc_slot slot;
    bool tried[2], won[2], emptied;
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    slot_make(stage, &w->slot, &w->object[0]);
    for (unsigned i = 0; i < 2; i++)
        slot_hand(stage, &w->object[i + 1], i);
}

static void replace(stress_stage *stage, world *w, unsigned actor)
{
    stress_subject *loaded = stress_slot_load(stage, &w->slot);
    if (loaded == NULL)
        return;
    w->tried[actor] = true;
    w->won[actor] = stress_slot_compare(stage, &w->slot, loaded, &w->object[actor + 1],
                                        stage->variant >= SLOT_VARIANTS);
    stress_release(stage, loaded);
    slot_after(stage);
}

static void take(stress_stage *stage, world *w)
{
    stress_subject *taken = stress_slot_exchange(stage, &w->slot, NULL);
    w->emptied = taken != NULL;
    if (taken != NULL)
        stress_release(stage, taken);
    slot_after(stage);
}

static void act(stress_stage *stage, unsigned actor)
{
    if (actor < 2)
        replace(stage, stage->world, actor);
    else
        take(stage, stage->world);
}

static void rest(stress_stage *stage)
{
    world *w = stage->world;
    bool someone = w->won[0] || w->won[1] || w->emptied;
    if ((w->tried[0] || w->tried[1]) && !someone)
        stress_fault(STRESS_CONTRACT, "a compare-exchange failed, and nobody else was there");
    stress_slot_rest(stage, &w->slot);
}

static void finish(stress_stage *stage, unsigned place)
{
    world *w = stage->world;
    slot_finish(stage, place, &w->slot, 1, w->object, 3);
}

STRESS_SCENARIO(slot_compare) = {
    .name = "slot-compare",
    .summary = "two compare-exchanges against each other and against an exchange",
    .shares = true,
    .reclaims = true,
    .actors = 3,
    .variants = 2 * SLOT_VARIANTS,
    .makers = SLOT_MAKERS,
    .subjects = 3,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .rest = rest,
    .finish = finish,
};
