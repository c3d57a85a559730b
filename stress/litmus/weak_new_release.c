/*
 * weak-new-release: T1 makes a weak reference from its strong one, gives the strong one back, and upgrades,
 * while T2 gives back the other strong one.
 *
 * A weak reference can be made until the very last moment. Hunts: a last release that has decided to end the
 * object without looking for weak references, because there were none when it began.
 */
#include "stress/litmus/litmus.h"

typedef struct world {
    stress_subject object;
    rc_weak *weak;
    litmus_answer got;
} world;

static void make(stress_stage *stage)
{
    LITMUS_MAKE(stage, &((world *)stage->world)->object, &stress_node_type, 1, 1);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 0 && !stress_destroyed(&w->object)) {
        stress_self_begins("rc_weak_new");
        stress_point("rc_weak_new");
        w->weak = stage->ops->weak_new(w->object.object);
        stress_self_ends();
    }
    stress_release(stage, &w->object);
    if (actor == 0)
        w->got.value = stress_upgrade(stage, &w->object, w->weak);
}

static void observe(stress_stage *stage, char *text, size_t size)
{
    world *w = stage->world;
    bool dead = stress_destroyed(&w->object);
    if (w->got.value)
        litmus_say(dead ? "got a dead one" : "got", text, size);
    else
        litmus_say(dead ? "refused" : "refused alive", text, size);
}

static void judge(stress_stage *stage)
{
    stage->ops->weak_free(((world *)stage->world)->weak);
}

static const stress_outcome outcomes[] = {
    {"got", STRESS_ACCEPTABLE, "T2 still held its reference, or its owner had yet to end it"},
    {"refused", STRESS_ACCEPTABLE, "T1 had given back the last reference"},
    {"refused alive", STRESS_FORBIDDEN, "no reference was given though the object lives"},
    {"got a dead one", STRESS_FORBIDDEN, "the dead do not rise"},
    {0},
};

STRESS_SCENARIO(weak_new_release) = {
    .name = "weak-new-release",
    .summary = "a weak reference is made while the other strong reference is given back",
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
