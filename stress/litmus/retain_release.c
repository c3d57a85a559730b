/*
 * retain-release: one thread takes a reference while another gives one back; a count of two.
 *
 * The shortest lost update. Hunts: a retain or release that is not one step.
 */
#include "stress/litmus/litmus.h"

typedef struct world {
    stress_subject object;
} world;

static void make(stress_stage *stage)
{
    LITMUS_MAKE(stage, &((world *)stage->world)->object, &stress_node_type, 1, 1);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 0)
        stress_retain(stage, &w->object);
    else
        stress_release(stage, &w->object);
}

static void observe(stress_stage *stage, char *text, size_t size)
{
    world *w = stage->world;
    if (stress_destroyed(&w->object))
        litmus_say("dead", text, size);
    else
        litmus_print(&(litmus_answer){(unsigned)stage->ops->count(w->object.object)}, 1, text);
}

static const stress_outcome outcomes[] = {
    {"2", STRESS_ACCEPTABLE, "one more and one less"},
    {"3", STRESS_FORBIDDEN, "the release was lost: a leak"},
    {"1", STRESS_FORBIDDEN, "the retain was lost: to be freed while in use"},
    {"dead", STRESS_FORBIDDEN, "T1 holds two references to it"},
    {0},
};

STRESS_SCENARIO(retain_release) = {
    .name = "retain-release",
    .summary = "a retain against a release, from a count of two",
    .shares = true,
    .actors = 2,
    .subjects = 1,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .observe = observe,
    .outcomes = outcomes,
};
