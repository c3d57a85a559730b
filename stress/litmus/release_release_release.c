/*
 * release-release-release: three references, three threads, each gives one back.
 *
 * As release-release, but a step between two decisions can be met by two others. The interesting ones are
 * backends with an owner: two releases that both leave the object to it, while it gives up its own.
 */
#include "stress/litmus/litmus.h"

typedef struct world {
    stress_subject object;
    litmus_answer dead[3];
} world;

static void make(stress_stage *stage)
{
    LITMUS_MAKE(stage, &((world *)stage->world)->object, &stress_node_type, 1, 1, 1);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    stress_release(stage, &w->object);
    w->dead[actor].value = stress_destroyed(&w->object);
}

static void observe(stress_stage *stage, char *text, size_t size)
{
    static const char *const seen[] = {"nobody", "one", "two", "all three"};
    world *w = stage->world;
    unsigned sum = w->dead[0].value + w->dead[1].value + w->dead[2].value;
    litmus_say(sum == 0 && litmus_may_be_late(stage) ? "the owner" : seen[sum], text, size);
}

static const stress_outcome outcomes[] = {
    {"one", STRESS_ACCEPTABLE, "only the last one saw it dead"},
    {"two", STRESS_ACCEPTABLE, "another looked when the last was done"},
    {"all three", STRESS_ACCEPTABLE, "both others looked when the last was done"},
    {"the owner", STRESS_ACCEPTABLE, "left to the owner's next safepoint"},
    {"nobody", STRESS_FORBIDDEN, "nobody was the last"},
    {0},
};

STRESS_SCENARIO(release_release_release) = {
    .name = "release-release-release",
    .summary = "three releases of the last three references",
    .shares = true,
    .actors = 3,
    .subjects = 1,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .observe = observe,
    .outcomes = outcomes,
};
