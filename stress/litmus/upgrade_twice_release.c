/*
 * upgrade-twice-release: two threads upgrade weak references to one object while a third gives back the last
 * strong one.
 *
 * If one upgrade succeeds the object is alive from then on, and was before: so must the other. Two upgrades
 * look at the count at the same time while it reaches zero: only the last of them may destroy.
 */
#include "stress/litmus/litmus.h"

typedef struct world {
    stress_subject object;
    rc_weak *weak[2];
    litmus_answer got[2];
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    LITMUS_MAKE(stage, &w->object, &stress_node_type, 0, 0, 1);
    for (int i = 0; i < 2; i++)
        w->weak[i] = stage->ops->weak_new(w->object.object);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 2)
        stress_release(stage, &w->object);
    else
        w->got[actor].value = stress_upgrade(stage, &w->object, w->weak[actor]);
}

static void observe(stress_stage *stage, char *text, size_t size)
{
    world *w = stage->world;
    bool alive = !stress_destroyed(&w->object);
    if (w->got[0].value + w->got[1].value == 0 && alive)
        litmus_say("0,0 alive", text, size);
    else
        litmus_print(w->got, 2, text);
}

static void judge(stress_stage *stage)
{
    world *w = stage->world;
    for (int i = 0; i < 2; i++)
        stage->ops->weak_free(w->weak[i]);
}

static const stress_outcome outcomes[] = {
    {"1,1", STRESS_ACCEPTABLE, "the first was in time, and then the second must be"},
    {"0,0", STRESS_ACCEPTABLE, "the release was the end of it"},
    {"0,0 alive", STRESS_FORBIDDEN, "no reference was given though the object lives"},
    {"0,1", STRESS_FORBIDDEN, "T1 was refused an object that was alive all the time"},
    {"1,0", STRESS_FORBIDDEN, "T2 was refused an object that was alive all the time"},
    {0},
};

STRESS_SCENARIO(upgrade_twice_release) = {
    .name = "upgrade-twice-release",
    .summary = "two weak references are upgraded against the last release",
    .shares = true,
    .actors = 3,
    .subjects = 1,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .observe = observe,
    .judge = judge,
    .outcomes = outcomes,
};
