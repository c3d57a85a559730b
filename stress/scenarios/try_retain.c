/*
 * try-retain: one thread gives the last reference up while others, which have none, try to take one.
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
 * The memory is certain to be readable: the destructor waits until all have tried. A refusal is a fault if
 * somebody held a reference all along, and try_retain was enabled.
 *
 * Variants: enabled from the beginning; not at all; enabled by T1 just before T2 is told of the object; T3
 * tries as well, and must not be misled by what T2 does to a dead count.
 *
 * Passes: no fault.
 *
 *   try-retain  plain   broken    leak, premature-free, double-free, use-after-free ...
 *   try-retain  biased  sound
 */
#include "stress/oracles/ledger.h"
#include "stress/schedule/points.h"

enum { ENABLED, NOT_ENABLED, ENABLED_LATE, RIVALS, VARIANTS };

typedef struct world {
    stress_subject ball;
    _Atomic uint32_t findable, tried[2];
} world;

static void destroy(void *object)
{
    world *w = (world *)stress_subject_of(object); /* the world begins with it */
    stress_node_type.destroy(object);
    for (unsigned i = 0; w != NULL && i < 2; i++)
        stress_await(&w->tried[i], 1);
}

static const rc_type lasting_type = {
    .name = "lasting", .size = sizeof(stress_node), .destroy = destroy};

/* With a third one the schedules are many: so for two of the makers, the most different ones. */
static unsigned cast(const stress_stage *stage)
{
    bool third = stage->maker == STRESS_MADE_BY_FIRST || stage->maker == STRESS_MADE_BY_GONE;
    return stage->variant == RIVALS && third ? 3 : 2;
}

static void make(stress_stage *stage)
{
    world *w = stage->world;
    stress_make(stage, &w->ball, &lasting_type);
    if (stage->variant == ENABLED || stage->variant == RIVALS)
        stage->ops->enable_try_retain(w->ball.object);
    if (stage->variant != ENABLED_LATE)
        stress_announce(&w->findable, 1);
    if (cast(stage) < 3)
        stress_announce(&w->tried[1], 1); /* T3 will not */
    stress_hand_over(&w->ball, stress_self(), 0);
}

static void give_up(stress_stage *stage, world *w)
{
    if (stage->variant == ENABLED_LATE) {
        stage->ops->enable_try_retain(w->ball.object);
        stress_announce(&w->findable, 1);
    }
    stress_release(stage, &w->ball);
}

static void try(stress_stage *stage, world *w, _Atomic uint32_t *tried)
{
    stress_await(&w->findable, 1);
    bool alive = stress_try_retain(stage, &w->ball);
    if (!alive && stress_held(&w->ball) > 0 && stage->variant != NOT_ENABLED)
        stress_fault(STRESS_OUTCOME, "rc_try_retain refused an object that is held");
    if (alive)
        stress_use(stage, &w->ball);
    stress_announce(tried, 1);
    if (alive)
        stress_release(stage, &w->ball);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 0)
        give_up(stage, w);
    else if (actor < cast(stage))
        try(stage, w, &w->tried[actor - 1]);
}

STRESS_SCENARIO(try_retain) = {
    .name = "try-retain",
    .summary = "the last release against threads that try to take a reference",
    .shares = true,
    .actors = 3,
    .variants = VARIANTS,
    .cast = cast,
    .subjects = 1,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
};
