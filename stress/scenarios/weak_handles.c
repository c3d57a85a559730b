/*
 * weak-handles: weak references are made and freed while others upgrade and the last reference goes.
 *
 *   0 given   Two threads hold a reference each. One makes weak references with it, gives one of them to
 *             the other thread, gives its reference back and upgrades; the other gives its reference back
 *             meanwhile, and upgrades and frees what it finds.
 *   1 early   The same, and the other thread has had a handle from the beginning.
 *   2 both    Two holders make weak references at once: they must share one block.
 *   3 apart   An object each, with weak references, which ends: the table of the blocks is shared.
 *
 *   T1 (holder)                    T2 (owner, holder)
 *                                  release: local count 0, may nobody find it?
 *   weak_new: sets FINDABLE
 *   release: was it the last?
 *                                  ... ends it on the fast way, past the weak references  <- use after free
 *
 * Hunts: an end that does not know of a weak reference just made, a block freed under a handle or made
 * twice, a table that two threads change at once. Passes: no fault, and upgrades went both ways.
 *
 *   weak-handles  plain    broken        leak, premature-free ...
 *   weak-handles  biased   sound
 */
#include "stress/oracles/handles.h"

#include "refcount/atomics.h"

enum { GIVEN, EARLY, BOTH, APART, VARIANTS };

typedef struct world {
    stress_subject object[2]; /* the second in APART only */
    stress_handle own[2];     /* what each actor makes for itself */
    stress_handle given, early;
    _Atomic(stress_handle *) offered;
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    unsigned self = stress_self();
    stress_make(stage, &w->object[0], &stress_node_type);
    stress_subject *second = &w->object[stage->variant == APART];
    if (stage->variant == APART)
        stress_make(stage, second, &stress_node_type);
    else
        stress_retain(stage, second);
    if (stage->variant == EARLY)
        stress_handle_new(stage, &w->early, &w->object[0]);
    stress_hand_over(&w->object[0], self, 0);
    stress_hand_over(second, self, 1);
}

static void upgrade_and_free(stress_stage *stage, stress_handle *handle)
{
    if (stress_handle_upgrade(stage, handle))
        stress_release(stage, handle->subject);
    stress_handle_free(stage, handle);
}

static void live_with_own(stress_stage *stage, stress_handle *own, stress_subject *subject)
{
    stress_handle_new(stage, own, subject);
    stress_release(stage, subject);
    upgrade_and_free(stage, own);
}

static void give(stress_stage *stage, world *w)
{
    stress_handle_new(stage, &w->given, &w->object[0]);
    /* (1) release: pairs with (2): the handle. */
    rc_store_release(&w->offered, &w->given);
    live_with_own(stage, &w->own[0], &w->object[0]);
}

static void find(stress_stage *stage, world *w)
{
    if (stage->variant == EARLY)
        upgrade_and_free(stage, &w->early);
    stress_release(stage, &w->object[0]);
    stress_handle *found = rc_exchange_acquire(&w->offered, NULL); /* (2) acquire: pairs with (1) */
    if (found != NULL)
        upgrade_and_free(stage, found);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (stage->variant == BOTH)
        live_with_own(stage, &w->own[actor], &w->object[0]);
    else if (stage->variant == APART)
        live_with_own(stage, &w->own[actor], &w->object[actor]);
    else if (actor == 0)
        give(stage, w);
    else
        find(stage, w);
}

static void judge(stress_stage *stage)
{
    world *w = stage->world;
    if (stress_handles_went_both_ways())
        stress_witness();
    if (w->given.weak != NULL) { /* the second actor came too early for it */
        if (!stress_overdue(&w->object[0]))
            stress_handle_fails(stage, &w->given, 1);
        stress_handle_free(stage, &w->given);
    }
    stress_handle_check(&w->given);
    stress_handle_check(&w->early);
    stress_handle_check(&w->own[0]);
    stress_handle_check(&w->own[1]);
}

STRESS_SCENARIO(weak_handles) = {
    .name = "weak-handles",
    .summary = "weak references made, given away and freed against the last release",
    .shares = true,
    .actors = 2,
    .variants = VARIANTS,
    .makers = 1 << STRESS_MADE_BY_FIRST | 1 << STRESS_MADE_BY_LAST | 1 << STRESS_MADE_BY_BYSTANDER,
    .subjects = 2,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .judge = judge,
    .witness = "no upgrade succeeded, or none failed",
};
