/*
 * immortal: one thread makes an object immortal while another one counts it.
 *
 * Hunts: an immortality that is lost, because somebody writes back a count that he read before; a count
 * that stops half-way, so that the object dies after all; a merge that takes the immortal for dead.
 *
 *   T1                             T2
 *                                  retain: reads 2
 *   make_immortal: writes ever
 *                                  retain: writes 3             <- a mortal again
 *
 *   T1 (not the owner)             T2
 *                                  release: QUEUED
 *   make_immortal
 *                                  owner: merges local and shared, minus one   <- of something immortal
 *
 * Variants: T2 takes references and gives them up; T2 gives up all it was given, so that the object is
 * queued if T2 is not the owner; T2 tries to take a reference, which must succeed.
 *
 * Passes: no fault, and the object is alive and immortal at the end.
 *
 *   immortal  plain   broken    lost-update, premature-free
 *   immortal  biased  sound
 */
#include "stress/oracles/ledger.h"

enum { COUNTS, GIVES_UP, TRIES, VARIANTS };

typedef struct world {
    stress_subject ball;
} world;

static void
    *immortals; /* a list through their edges, so that no leak detector takes them for lost */

/* Three references: one is T1's. */
static void make(stress_stage *stage)
{
    world *w = stage->world;
    stress_make(stage, &w->ball, &stress_node_type);
    stage->ops->enable_try_retain(w->ball.object);
    for (unsigned i = 0; i < 2; i++) {
        stress_retain(stage, &w->ball);
        stress_hand_over(&w->ball, stress_self(), 1);
    }
    stress_hand_over(&w->ball, stress_self(), 0);
}

static void count(stress_stage *stage, stress_subject *ball)
{
    if (stage->variant == COUNTS)
        stress_retain(stage, ball);
    if (stage->variant == TRIES && !stress_try_retain(stage, ball))
        stress_fault(STRESS_OUTCOME, "rc_try_retain refused an object that is held");
    for (unsigned i = 0; i < 2; i++)
        stress_release(stage, ball);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 0) {
        stress_make_immortal(stage, &w->ball);
        stress_release(stage, &w->ball);
    } else {
        count(stage, &w->ball);
    }
}

static void judge(stress_stage *stage)
{
    world *w = stage->world;
    if (stress_destroyed(&w->ball))
        return;
    if (stage->ops->count(w->ball.object) != RC_IMMORTAL)
        stress_fault(STRESS_LOST_UPDATE, "what was made immortal has a count again");
    ((stress_node *)w->ball.object)->edge[0] = immortals;
    immortals = w->ball.object;
}

STRESS_SCENARIO(immortal) = {
    .name = "immortal",
    .summary = "an object is made immortal while another thread counts it",
    .shares = true,
    .actors = 2,
    .variants = VARIANTS,
    .subjects = 1,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .judge = judge,
};
