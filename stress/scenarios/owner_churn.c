/*
 * owner-churn: two threads attach, make an object, lend it to each other, and detach again, over and over,
 * while each gives up what the other one has lent.
 *
 * Hunts: as owner-leaves, with both threads owners and strangers in turn, and objects that are young when
 * their owner goes: a queue that is closed, opened again and closed while one push is under way.
 *
 *   T1                             T2
 *   makes a, lends it
 *   detach: closes its queue       release a: reads the queue's word: closed by T1, or open
 *   attach: opens it
 *   makes the next one             release a: pushes, or merges in T1's place   <- by what it has read?
 *
 * Variants: T1 alone comes and goes; it does so with nested attaches; both come and go.
 *
 * Passes: no fault.
 *
 *   owner-churn  plain   broken    leak, premature-free, late-garbage
 *   owner-churn  biased  sound
 */
#include "stress/harness/stage.h"
#include "stress/oracles/ledger.h"
#include "stress/schedule/points.h"

enum { BY_SCHEDULE = 1, BY_CHANCE = 4 };
enum { ONE_CHURNS, NESTED, BOTH_CHURN, VARIANTS };

typedef struct world {
    stress_subject ball[2 * BY_CHANCE]; /* T1's are the even ones */
    _Atomic uint32_t lent[2];
} world;

static void make(stress_stage *stage)
{
    (void)stage; /* the actors do */
}

static void lend(stress_stage *stage, world *w, unsigned actor, unsigned cycle)
{
    stress_subject *mine = &w->ball[2 * cycle + actor];
    if (stage->variant == NESTED)
        stress_attach(stage->ops);
    stress_make(stage, mine, &stress_node_type);
    stress_retain(stage, mine);
    stress_hand_out(mine);
    stress_announce(&w->lent[actor], cycle + 1);
    if (stage->variant == NESTED) {
        stress_detach(stage->ops);
        stress_retain(stage, mine); /* attached as before: the outer one counts */
        stress_release(stage, mine);
    }
    stress_detach(stage->ops);
    stress_attach(stage->ops);
    stress_release(stage, mine);
}

static void give_up(stress_stage *stage, world *w, unsigned actor, unsigned cycle)
{
    stress_subject *others = &w->ball[2 * cycle + 1 - actor];
    stress_await(&w->lent[1 - actor], cycle + 1);
    stress_hand_in(others);
    stress_use(stage, others);
    stress_release(stage, others);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    for (unsigned i = 0; i < (stage->scripted ? BY_SCHEDULE : BY_CHANCE); i++) {
        bool both = stage->variant == BOTH_CHURN;
        if (actor == 0 || both)
            lend(stage, w, actor, i);
        if (actor == 1 || both)
            give_up(stage, w, actor, i);
    }
}

STRESS_SCENARIO(owner_churn) = {
    .name = "owner-churn",
    .summary = "threads attach, make, lend and detach while others release",
    .shares = true,
    .actors = 2,
    .variants = VARIANTS,
    .makers = 1u << STRESS_MADE_BY_BYSTANDER,
    .subjects = 2 * BY_CHANCE,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
};
