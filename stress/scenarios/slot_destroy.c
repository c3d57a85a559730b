/*
 * slot-destroy: a slot is destroyed while a reader still looks at the object that it has borrowed from it.
 *
 * Nobody may use a slot that is being destroyed; but who has borrowed from it before may go on. Hunts: a destroy
 * that releases where it should retire.
 *
 *   T1 borrows a, says so
 *                                  T2 destroys the slot, drains
 *   looks at a                     <- freed, if the destroy did not retire
 *
 * Passes: no fault.
 *
 *   slot-destroy  plain+hazard   broken       use-after-free, premature-free ...
 *   slot-destroy  atomic+epoch   sound
 */
#include "stress/scenarios/slot.h"

typedef struct world {
    stress_subject object;
    rc_slot slot;
    _Atomic uint32_t borrowed;
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    slot_make(stage, &w->slot, &w->object);
}

static void borrow(stress_stage *stage, world *w)
{
    rc_any_guard guard = stage->gc->guard_enter();
    stress_subject *s =
        stress_given(stage->gc->slot_borrow(&w->slot, &guard), "rc_slot_borrow", false);
    stress_announce(&w->borrowed, 1);
    stress_point("borrowed");
    stress_look(stage, s);
    stage->ops->retain(s->object);
    stress_hand_in(s);
    stage->gc->guard_exit(guard);
    stress_release(stage, s);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 0) {
        borrow(stage, w);
        return;
    }
    stress_await(&w->borrowed, 1);
    stage->gc->slot_destroy(&w->slot);
    slot_after(stage);
}

static void finish(stress_stage *stage, unsigned place)
{
    stress_give_back(stage, &((world *)stage->world)->object, place);
}

STRESS_SCENARIO(slot_destroy) = {
    .name = "slot-destroy",
    .summary = "a slot is destroyed while a reader looks at what it has borrowed from it",
    .shares = true,
    .reclaims = true,
    .actors = 2,
    .variants = SLOT_VARIANTS,
    .makers = SLOT_MAKERS,
    .subjects = 1,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .finish = finish,
};
