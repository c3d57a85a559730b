/*
 * three: three threads give up the last three references at the same time, and come by a safepoint.
 *
 * With an owner among them that is the smallest play in which a merge leaves a reference to a third one,
 * who may end the object at once. Hunts: a merge that writes to the object after it has published the
 * counts as one; two of them taken for the last, or none; an object that is queued twice.
 *
 *   T1 (owner)             T2                              T3
 *                          release: queued
 *   release
 *   safepoint: merges,
 *   publishes MERGED, 1
 *                                                          release: 1 -> 0, frees
 *   clears the owner       <- in freed memory
 *
 * Passes: no fault.
 *
 *   three  plain   broken    leak, late-garbage
 *   three  biased  sound
 */
#include "stress/oracles/ledger.h"

typedef struct world {
    stress_subject ball;
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    stress_make(stage, &w->ball, &stress_node_type);
    stress_retain(stage, &w->ball);
    stress_retain(stage, &w->ball);
    for (unsigned to = 0; to < 3; to++)
        stress_hand_over(&w->ball, stress_self(), to);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    (void)actor;
    stress_release(stage, &w->ball);
    stage->ops->thread_poll();
}

STRESS_SCENARIO(three) = {
    .name = "three",
    .summary = "three threads give up the last three references",
    .shares = true,
    .actors = 3,
    .makers = STRESS_MAKERS_ALL & ~(1u << STRESS_MADE_BY_LAST), /* like the first */
    .subjects = 1,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
};
