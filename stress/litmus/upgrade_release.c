/*
 * upgrade-release: T1 upgrades a weak reference while T2 gives back the last strong one.
 *
 * Either T1 has a strong reference afterwards, and the object lives, or it has none and the object is dead.
 * The object may die on T1's thread: if the last release comes while the upgrade looks at the count, the
 * upgrade does the rest of the destruction.
 */
#include "stress/litmus/litmus.h"

typedef struct world {
    stress_subject object;
    rc_weak *weak;
    litmus_answer got, dead;
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    LITMUS_MAKE(stage, &w->object, &stress_node_type, 0, 1);
    w->weak = stage->ops->weak_new(w->object.object);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 0) {
        w->got.value = stress_upgrade(stage, &w->object, w->weak);
    } else {
        stress_release(stage, &w->object);
        w->dead.value = stress_destroyed(&w->object);
    }
}

static void observe(stress_stage *stage, char *text, size_t size)
{
    world *w = stage->world;
    bool dead = stress_destroyed(&w->object);
    if (w->got.value)
        litmus_say(dead ? "got a dead one" : "got", text, size);
    else if (!dead)
        litmus_say("refused alive", text, size);
    else
        litmus_say(w->dead.value ? "refused" : "refused, died on T1", text, size);
}

static void judge(stress_stage *stage)
{
    stage->ops->weak_free(((world *)stage->world)->weak);
}

static const stress_outcome outcomes[] = {
    {"got", STRESS_ACCEPTABLE, "T1 was in time"},
    {"refused", STRESS_ACCEPTABLE, "T2's release was the end of it"},
    {"refused, died on T1", STRESS_INTERESTING, "the release left the end to the upgrade"},
    {"refused alive", STRESS_FORBIDDEN, "no reference was given though the object lives"},
    {"got a dead one", STRESS_FORBIDDEN, "the dead do not rise"},
    {0},
};

STRESS_SCENARIO(upgrade_release) = {
    .name = "upgrade-release",
    .summary = "a weak reference is upgraded against the last release",
    .shares = true,
    .actors = 2,
    .subjects = 1,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .observe = observe,
    .judge = judge,
    .outcomes = outcomes,
};
