/*
 * weak-handles: weak references are made and freed while others upgrade and the last reference goes.
 *
 * Each of two threads holds a reference. One makes weak references with it, gives one of them to the other
 * thread, gives the reference back and upgrades; the other gives its reference back meanwhile, and upgrades
 * and frees what it finds. So the object becomes findable between one holder's release and the other's, the
 * table's entry is searched for and taken out at once, and handles are freed by two threads.
 *
 *   T1 (holder)                    T2 (owner, holder)
 *                                  release: local count 0, may nobody find it?
 *   weak_new: sets FINDABLE
 *   release: was it the last?
 *                                  ... ends it on the fast way, past the weak references  <- use after free
 *
 * In variant 1 the second thread has had a handle from the beginning, so that the block is shared.
 *
 * Hunts: an end that does not know of a weak reference just made, a block freed under a handle, a table
 * that two threads change at once. Passes: no fault, and upgrades went both ways.
 *
 *   weak-handles  plain    broken        leak, premature-free ...
 *   weak-handles  biased   sound
 */
#include "stress/oracles/handles.h"

#include "refcount/atomics.h"

enum { EARLY = 1 };

typedef struct world {
    stress_subject object;
    stress_handle own, given, early;
    _Atomic(stress_handle *) offered;
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    stress_make(stage, &w->object, &stress_node_type);
    if (stage->variant == EARLY)
        stress_handle_new(stage, &w->early, &w->object);
    stress_retain(stage, &w->object);
    unsigned self = stress_self();
    stress_hand_over(&w->object, self, 0);
    stress_hand_over(&w->object, self, 1);
}

static void upgrade_and_free(stress_stage *stage, stress_handle *handle)
{
    if (stress_handle_upgrade(stage, handle))
        stress_release(stage, handle->subject);
    stress_handle_free(stage, handle);
}

static void maker_of_handles(stress_stage *stage, world *w)
{
    stress_handle_new(stage, &w->given, &w->object);
    /* (1) release: pairs with (2): the handle. */
    rc_store_release(&w->offered, &w->given);
    stress_handle_new(stage, &w->own, &w->object);
    stress_release(stage, &w->object);
    upgrade_and_free(stage, &w->own);
}

static void other_holder(stress_stage *stage, world *w)
{
    if (stage->variant == EARLY)
        upgrade_and_free(stage, &w->early);
    stress_release(stage, &w->object);
    stress_handle *found = rc_exchange_acquire(&w->offered, NULL); /* (2) acquire: pairs with (1) */
    if (found != NULL)
        upgrade_and_free(stage, found);
}

static void act(stress_stage *stage, unsigned actor)
{
    if (actor == 0)
        maker_of_handles(stage, stage->world);
    else
        other_holder(stage, stage->world);
}

/* What the second actor came too early for. */
static void judge(stress_stage *stage)
{
    world *w = stage->world;
    if (stress_handles_went_both_ways())
        stress_witness();
    if (w->given.weak != NULL && !stress_overdue(&w->object))
        stress_handle_fails(stage, &w->given, 2);
    if (w->given.weak != NULL)
        stress_handle_free(stage, &w->given);
    stress_handle_check(&w->given);
    stress_handle_check(&w->early);
}

STRESS_SCENARIO(weak_handles) = {
    .name = "weak-handles",
    .summary = "weak references made, given away and freed against the last release",
    .shares = true,
    .actors = 2,
    .variants = 2,
    .subjects = 1,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .judge = judge,
    .witness = "no upgrade succeeded, or none failed",
};
