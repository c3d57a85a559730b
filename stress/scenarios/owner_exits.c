/*
 * owner-exits: a thread makes an object, lends a reference out and ends, without a word to the library;
 * another one releases meanwhile and afterwards.
 *
 * Hunts: what owner-leaves does, in the library's thread exit function; and objects whose owner is gone
 * for good, that two threads release at once: one of them must merge in its place, alone.
 *
 *   T1's stand-in (owner)          T2
 *   makes 1, hands one out
 *   exit function: drains
 *                                  release: queued
 *   exit function: closes          <- or nobody ever looks into the queue
 *   its thread is gone
 *   T1: release                    release, both not the owner: one queues and merges, the other counts
 *
 * Variants: the thread only ends; it detaches before; it ends inside a blocking region.
 *
 * Passes: no fault, and a reference was given up after the owner's end.
 *
 *   owner-exits  plain   broken    leak, late-garbage
 *   owner-exits  biased  sound
 */
#include "stress/harness/stage.h"
#include "stress/harness/stand_in.h"
#include "stress/oracles/ledger.h"
#include "stress/schedule/points.h"

#include "refcount/atomics.h"

enum { ENDS, DETACHES, ENDS_BLOCKED, VARIANTS };

typedef struct world {
    stress_subject ball;
    _Atomic uint32_t lent;
    _Atomic bool gone;
} world;

static void make(stress_stage *stage)
{
    (void)stage; /* the stand-in does */
}

static void live(stress_stage *stage)
{
    world *w = stage->world;
    stress_attach(stage->ops);
    stress_make(stage, &w->ball, &stress_node_type);
    stress_retain(stage, &w->ball);
    stress_retain(stage, &w->ball);
    stress_hand_out(&w->ball);
    stress_hand_out(&w->ball);
    stress_announce(&w->lent, 1);
    if (stage->variant == DETACHES)
        stress_detach(stage->ops);
    if (stage->variant == ENDS_BLOCKED)
        stage->ops->thread_block_begin();
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 0) {
        stress_stand_in(live, stage);
        rc_store_relaxed(&w->gone, true); /* relaxed, both: a question must not order the threads */
        stress_release(stage, &w->ball);
        return;
    }
    stress_await(&w->lent, 1);
    stress_hand_in(&w->ball);
    stress_hand_in(&w->ball);
    for (unsigned i = 0; i < 2; i++) {
        if (rc_load_relaxed(&w->gone))
            stress_witness();
        stress_release(stage, &w->ball);
    }
}

STRESS_SCENARIO(owner_exits) = {
    .name = "owner-exits",
    .summary = "the owner's thread ends while another thread releases",
    .shares = true,
    .actors = 2,
    .variants = VARIANTS,
    .makers = 1u << STRESS_MADE_BY_BYSTANDER,
    .subjects = 1,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .witness = "no reference was given up after the owner's end",
};
