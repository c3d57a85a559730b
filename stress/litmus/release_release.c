/*
 * release-release: two references, two threads, each gives one back.
 *
 * Exactly one of the two is the last, and destroys. Hunts: a count that is written back from an old value
 * (nobody is the last), a decision by a second look (both are).
 */
#include "stress/litmus/litmus.h"

typedef struct world {
    stress_subject object;
    litmus_answer dead[2]; /* what the actor sees when its release has returned */
} world;

static void make(stress_stage *stage)
{
    LITMUS_MAKE(stage, &((world *)stage->world)->object, &stress_node_type, 1, 1);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    stress_use(stage, &w->object);
    stress_release(stage, &w->object);
    w->dead[actor].value = stress_destroyed(&w->object);
}

static void observe(stress_stage *stage, char *text, size_t size)
{
    world *w = stage->world;
    bool nobody = w->dead[0].value + w->dead[1].value == 0;
    if (nobody && litmus_may_be_late(stage))
        litmus_say("0,0 owner", text, size);
    else
        litmus_print(w->dead, 2, text);
}

static const stress_outcome outcomes[] = {
    {"0,1", STRESS_ACCEPTABLE, "T2 was the last"},
    {"1,0", STRESS_ACCEPTABLE, "T1 was the last"},
    {"1,1", STRESS_ACCEPTABLE, "one was the last before the other had looked"},
    {"0,0 owner", STRESS_ACCEPTABLE, "both have left it to the owner"},
    {"0,0", STRESS_FORBIDDEN, "nobody was the last"},
    {0},
};

STRESS_SCENARIO(release_release) = {
    .name = "release-release",
    .summary = "two releases of the last two references",
    .shares = true,
    .actors = 2,
    .subjects = 1,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .observe = observe,
    .outcomes = outcomes,
};
