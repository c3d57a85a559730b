/*
 * owner-leaves: the owner detaches and attaches again while another thread gives its references up.
 *
 * Hunts: the gap between draining a queue and closing it; merging in the place of an owner that is not
 * gone yet, or that is back already; counts left with a thread that will not come to merge them.
 *
 *   T1 (owner)                     T2
 *   detach: drains its queue
 *                                  release: not counted here, queued for T1
 *   detach: closes                                                   <- and nobody looks into it again
 *
 *   detach: closes
 *                                  release: merges in T1's place: reads T1's count
 *   attach: opens, counts                                            <- on what T2 has just read
 *                                  merge: writes
 *
 * Variants: T1 keeps a reference while it is away; T1 keeps none; T2 lets two objects go, so that the
 * queue has two entries.
 *
 * Passes: no fault, and a reference was given up while the owner was away.
 *
 *   owner-leaves  plain   broken    leak, late-garbage
 *   owner-leaves  biased  sound
 */
#include "stress/harness/stage.h"
#include "stress/oracles/ledger.h"
#include "stress/schedule/points.h"

#include "refcount/atomics.h"

enum { KEEPS, KEEPS_NONE, TWO_OBJECTS, VARIANTS };

typedef struct world {
    stress_subject ball[2];
    _Atomic bool away;
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    for (unsigned i = 0; i < (stage->variant == TWO_OBJECTS ? 2 : 1); i++) {
        stress_make(stage, &w->ball[i], &stress_node_type);
        if (stage->variant != TWO_OBJECTS)
            stress_retain(stage, &w->ball[i]);
        if (stage->variant == KEEPS_NONE)
            stress_hand_over(&w->ball[i], 0, 1);
        stress_hand_over(&w->ball[i], 0, 1);
    }
}

static void leave_and_return(stress_stage *stage, world *w)
{
    stress_detach(stage->ops);
    rc_store_relaxed(&w->away, true); /* relaxed, all: a question must not order the threads */
    stress_point("away");
    rc_store_relaxed(&w->away, false);
    stress_attach(stage->ops);
    if (stage->variant != KEEPS)
        return;
    stress_use(stage, &w->ball[0]);
    stress_release(stage, &w->ball[0]);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 0) {
        leave_and_return(stage, w);
        return;
    }
    for (unsigned i = 0; i < 2; i++) {
        while (stress_held_by(&w->ball[i], 1) > 0) {
            stress_release(stage, &w->ball[i]);
            if (rc_load_relaxed(&w->away))
                stress_witness();
        }
    }
}

STRESS_SCENARIO(owner_leaves) = {
    .name = "owner-leaves",
    .summary = "the owner detaches and attaches again while another thread releases",
    .shares = true,
    .actors = 2,
    .variants = VARIANTS,
    .makers = 1u << STRESS_MADE_BY_FIRST,
    .subjects = 2,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .witness = "no reference was given up while the owner was away",
};
