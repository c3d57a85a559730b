/*
 * unique: two threads hold a reference each, ask whether theirs is the only one, and give it up.
 *
 * Whoever is told so may change the object in place. Hunts: two who are told so at once, one who is told so
 * too early, and one who is, but does not see what the other one did to the object before it let go.
 *
 *   T1                             T2
 *   is_unique: looks at its count
 *                                  uses the object, for it has a reference that is counted elsewhere
 *   true: changes it               <- under T2's hands
 *
 * Variants: T2 has been given its reference, which counts where the object was made; T2 takes its own.
 *
 * Passes: no fault, and somebody was told to be the only one.
 *
 *   unique  plain   broken    leak, late-garbage
 *   unique  biased  sound
 */
#include "stress/oracles/ledger.h"
#include "stress/schedule/points.h"

#include <inttypes.h>

enum { GIVEN, TAKEN, VARIANTS };

typedef struct world {
    stress_subject ball;
    _Atomic uint32_t taken;
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    stress_make(stage, &w->ball, &stress_node_type);
    if (stage->variant == GIVEN) {
        stress_retain(stage, &w->ball);
        stress_hand_over(&w->ball, stress_self(), 1);
        stress_announce(&w->taken, 1);
    }
    stress_hand_over(&w->ball, stress_self(), 0);
}

/* Ordinary writes, where the other one has written: a race if the answer did not order them. */
static void change_in_place(const stress_subject *ball)
{
    stress_node *node = ball->object;
    for (unsigned i = 0; i < STRESS_SELVES; i++)
        node->touched[i]++;
}

static void ask(stress_stage *stage, stress_subject *ball)
{
    stress_self_begins("rc_is_unique");
    stress_point("rc_is_unique");
    if (!stress_destroyed(ball) && stage->ops->is_unique(ball->object)) {
        int64_t held = stress_held(ball);
        if (held > 1)
            stress_fault(STRESS_OUTCOME, "rc_is_unique is true with %" PRId64 " references", held);
        change_in_place(ball);
        stress_witness();
    }
    stress_self_ends();
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 1 && stage->variant == TAKEN) {
        stress_retain(stage, &w->ball); /* T1's is certain to last until then */
        stress_announce(&w->taken, 1);
    }
    stress_await(&w->taken, 1);
    stress_use(stage, &w->ball);
    ask(stage, &w->ball);
    stress_release(stage, &w->ball);
}

STRESS_SCENARIO(unique) = {
    .name = "unique",
    .summary = "two threads ask whether their reference is the only one",
    .shares = true,
    .actors = 2,
    .variants = VARIANTS,
    .subjects = 1,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .witness = "nobody was told to be the only holder",
};
