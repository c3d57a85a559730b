/*
 * slot-exchange: one thread takes an object out of a slot and releases it at once, while another borrows it.
 *
 * An exchange's result is a reference of the caller's own, who may release it when it likes. Hunts: an exchange
 * that hands over the slot's reference instead of retiring it; one whose result is gone before it is counted.
 *
 *   T1 borrow                      T2 exchange                           T3 load
 *   reads the slot: a
 *                                  takes a, puts b
 *                                  releases a: the last reference        <- if it was the slot's
 *   looks at a
 *
 * Variants 0 and 1: T1 borrows; 2 and 3: it loads. Passes: no fault.
 *
 *   slot-exchange  plain+hazard   broken       use-after-free, premature-free ...
 *   slot-exchange  atomic+epoch   sound
 */
#include "stress/scenarios/slot.h"

typedef struct world {
    stress_subject object[3];
    rc_slot slot;
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    slot_make(stage, &w->slot, &w->object[0]);
    slot_hand(stage, &w->object[1], 1);
    slot_hand(stage, &w->object[2], 2);
}

static void exchange(stress_stage *stage, world *w, unsigned actor)
{
    stress_subject *old = stress_slot_exchange(stage, &w->slot, &w->object[actor]);
    if (old != NULL) {
        stress_use(stage, old);
        stress_release(stage, old);
    }
    slot_after(stage);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor > 0) {
        exchange(stage, w, actor);
    } else if (stage->variant < SLOT_VARIANTS) {
        stress_slot_look(stage, &w->slot);
    } else {
        stress_subject *loaded = stress_slot_load(stage, &w->slot);
        if (loaded != NULL)
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
    slot_finish(stage, place, &w->slot, 1, w->object, 3);
}

STRESS_SCENARIO(slot_exchange) = {
    .name = "slot-exchange",
    .summary = "a borrow against two exchanges whose results are released at once",
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
