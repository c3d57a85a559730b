/*
 * try-retain: one thread gives the last reference up while another one, which has none, tries to take one.
 *
 * Hunts: a dead object that is given out again, and a live one that is refused. Where the owner's last
 * release is not an atomic operation, a reference may come into being behind its back: it must know that
 * the object can be found (rc_enable_try_retain), or try_retain must refuse.
 *
 *   T1 (owner)                     T2
 *   release: local count 0
 *   nobody else counts: ends it
 *                                  try_retain: shared 0 -> 1    <- of a dead object
 *   destroys
 *
 * The memory is certain to be readable: the destructor waits until T2 has tried. A refusal is a fault if
 * somebody held a reference all along, and try_retain was enabled.
 *
 * Variants: enabled from the beginning; not at all; enabled by T1 just before T2 is told of the object; T1
 * gives up two references.
 *
 * Passes: no fault.
 *
 *   try-retain  plain   broken    use-after-free, lost-update ...
 *   try-retain  biased  sound
 */
#include "stress/oracles/ledger.h"
#include "stress/schedule/points.h"

enum { ENABLED, NOT_ENABLED, ENABLED_LATE, TWO, VARIANTS };

typedef struct world {
    stress_subject ball;
    _Atomic uint32_t findable, tried;
} world;

static void destroy(void *object)
{
    world *w = (world *)stress_subject_of(object); /* the world begins with it */
    stress_node_type.destroy(object);
    if (w != NULL)
        stress_await(&w->tried, 1);
}

static const rc_type lasting_type = {
    .name = "lasting", .size = sizeof(stress_node), .destroy = destroy};

static void make(stress_stage *stage)
{
    world *w = stage->world;
    stress_make(stage, &w->ball, &lasting_type);
    if (stage->variant == TWO)
        stress_retain(stage, &w->ball);
    if (stage->variant == ENABLED || stage->variant == TWO)
        stage->ops->enable_try_retain(w->ball.object);
    if (stage->variant != ENABLED_LATE)
        stress_announce(&w->findable, 1);
    stress_hand_over(&w->ball, stress_self(), 0);
    if (stage->variant == TWO)
        stress_hand_over(&w->ball, stress_self(), 0);
}

static void give_up(stress_stage *stage, world *w)
{
    if (stage->variant == ENABLED_LATE) {
        stage->ops->enable_try_retain(w->ball.object);
        stress_announce(&w->findable, 1);
    }
    while (stress_held_by(&w->ball, 0) > 0)
        stress_release(stage, &w->ball);
}

static void try(stress_stage *stage, world *w)
{
    stress_await(&w->findable, 1);
    if (stress_try_retain(stage, &w->ball)) {
        stress_use(stage, &w->ball);
        stress_announce(&w->tried, 1);
        stress_release(stage, &w->ball);
        return;
    }
    if (stress_held(&w->ball) > 0 && stage->variant != NOT_ENABLED)
        stress_fault(STRESS_OUTCOME, "rc_try_retain refused an object that is held");
    stress_announce(&w->tried, 1);
}

static void act(stress_stage *stage, unsigned actor)
{
    (actor == 0 ? give_up : try)(stage, stage->world);
}

STRESS_SCENARIO(try_retain) = {
    .name = "try-retain",
    .summary = "the last release against a thread that tries to take a reference",
    .shares = true,
    .actors = 2,
    .variants = VARIANTS,
    .subjects = 1,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
};
