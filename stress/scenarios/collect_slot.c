/*
 * collect-slot: a thread collects while another one loads from a slot, or borrows, what hangs together in a ring.
 *
 * The slot's reference is the only one from outside. It goes while the other thread reads: then the ring is
 * garbage, but a load that was in time has counted, and a borrow is protected by its guard, in which the retired
 * reference is still counted.
 *
 *   T1                             T2
 *                                  borrows a: protected, not counted
 *   stores NULL, retires a
 *   collects: one reference more than found, the retired one: alive
 *                                  uses a
 *                                  guard exits
 *   (drain: releases it)
 *   collects: garbage              ... if the retired reference were no reference: cleared in T2's hands
 *
 *   0 load     T1 collects, T2 loads, uses over a safepoint, gives back, and empties the slot
 *   1 emptied  T1 empties the slot and collects, T2 loads
 *   2 borrow   T1 collects, T2 borrows, and empties the slot
 *   3 borrowed T1 empties the slot and collects, T2 borrows
 *
 * Passes: no fault; the ring is gone after one more collection, finalized once.
 *
 *   collect-slot  atomic+epoch   sound
 */
#include "gc/cycles/ops.h"
#include "stress/oracles/slots.h"

#include "refcount/atomics.h"

enum { LOAD, EMPTIED, BORROW, BORROWED, VARIANTS };
enum { RING = 2 };

typedef struct world {
    stress_subject ring[RING];
    rc_slot slot;
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    for (unsigned i = 0; i < RING; i++)
        stress_make(stage, &w->ring[i], &stress_knot_type);
    stress_link(stage, &w->ring[0], 0, &w->ring[1]);
    stress_retain(stage, &w->ring[0]);
    stress_link(stage, &w->ring[1], 0, &w->ring[0]);
    stress_slot_make(stage, &w->slot, &w->ring[0]);
}

static void collect(stress_stage *stage)
{
    stress_self_begins("rc_collect");
    rc_cycles_ops_of(stage->ops)->collect();
    stress_self_ends();
}

static void read_slot(stress_stage *stage, world *w)
{
    if (stage->variant >= BORROW) {
        stress_slot_look(stage, &w->slot);
        return;
    }
    stress_subject *loaded = stress_slot_load(stage, &w->slot);
    if (loaded == NULL)
        return;
    stress_use(stage, loaded);
    stage->ops->thread_poll();
    stress_use(stage, loaded);
    stress_release(stage, loaded);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    bool collector_empties = stage->variant % 2 != 0;
    if (actor == 1)
        read_slot(stage, w);
    if ((actor == 0) == collector_empties)
        stress_slot_give(stage, &w->slot, NULL);
    if (actor == 0)
        collect(stage);
    stage->ops->thread_poll();
}

static void rest(stress_stage *stage)
{
    stress_slot_rest(stage, &((world *)stage->world)->slot);
}

static void finish(stress_stage *stage, unsigned place)
{
    if (place == 0)
        stress_slot_end(stage, &((world *)stage->world)->slot);
}

static void judge(stress_stage *stage)
{
    world *w = stage->world;
    collect(stage);
    for (unsigned i = 0; i < RING; i++) {
        if (!stress_destroyed(&w->ring[i]))
            stress_fault(STRESS_LEAK, "member %u was not collected", i);
        else if (rc_load_relaxed(&w->ring[i].finalized) != 1) /* relaxed: at rest */
            stress_fault(STRESS_CONTRACT, "member %u was not finalized once", i);
    }
}

STRESS_SCENARIO(collect_slot) = {
    .name = "collect-slot",
    .summary = "a thread collects while another one loads from a slot, or borrows",
    .reclaims = true,
    .stops = true,
    .actors = 2,
    .variants = VARIANTS,
    .makers = 1u << STRESS_MADE_BY_FIRST | 1u << STRESS_MADE_BY_LAST,
    .subjects = RING,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .rest = rest,
    .finish = finish,
    .judge = judge,
};
