/*
 * slot-load: one thread loads from a slot, or borrows, while another stores.
 *
 * The whole of the problem: the reader has read an address and not yet counted, and the writer takes the last
 * reference that there was. Hunts: a load that protects nothing, one that protects too late or not long enough,
 * a store that releases instead of retiring, a scheme that does not wait.
 *
 *   T1 load                        T2 give
 *   reads the slot: a
 *                                  exchanges a for b, retires a, drains
 *   counts a                       <- in freed memory, if the drain did not wait for T1
 *
 * Variants 0 and 1 load, 2 and 3 borrow; in the odd ones the writer drains. Passes: no fault.
 *
 *   slot-load  plain+hazard   broken       use-after-free, premature-free ...
 *   slot-load  atomic+epoch   sound
 */
#include "stress/scenarios/slot.h"

typedef struct world {
    stress_subject object[2];
    rc_slot slot;
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    slot_make(stage, &w->slot, &w->object[0]);
    slot_hand(stage, &w->object[1], 1);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 1) {
        stress_slot_give(stage, &w->slot, &w->object[1]);
        slot_after(stage);
    } else if (stage->variant >= SLOT_VARIANTS) {
        stress_slot_look(stage, &w->slot);
    } else {
        stress_subject *loaded = stress_slot_load(stage, &w->slot);
        if (loaded == NULL)
            return;
        stress_use(stage, loaded);
        stress_release(stage, loaded);
    }
}

static void rest(stress_stage *stage)
{
    stress_slot_rest(stage, &((world *)stage->world)->slot);
}

static void finish(stress_stage *stage, unsigned place)
{
    world *w = stage->world;
    slot_finish(stage, place, &w->slot, 1, w->object, 2);
}

STRESS_SCENARIO(slot_load) = {
    .name = "slot-load",
    .summary = "a load, or a borrow, against a store that takes the last reference",
    .shares = true,
    .reclaims = true,
    .actors = 2,
    .variants = 2 * SLOT_VARIANTS,
    .makers = SLOT_MAKERS,
    .subjects = 2,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .rest = rest,
    .finish = finish,
};
