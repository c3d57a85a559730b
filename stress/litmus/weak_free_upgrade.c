/*
 * weak-free-upgrade: T1 frees its weak reference and gives back the last strong one, while T2 upgrades a
 * weak reference of its own and frees it.
 *
 * Both weak references, and the object, may share what finds the object. Whoever frees it last must be the
 * last: the quarantine sees a block that is released twice, or written to afterwards.
 */
#include "stress/litmus/litmus.h"

typedef struct world {
    stress_subject object;
    rc_weak *weak[2];
    litmus_answer got;
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    LITMUS_MAKE(stage, &w->object, &stress_node_type, 1, 0);
    for (int i = 0; i < 2; i++)
        w->weak[i] = stage->ops->weak_new(w->object.object);
}

static void free_weak(stress_stage *stage, rc_weak *weak)
{
    stress_self_begins("rc_weak_free");
    stress_point("rc_weak_free");
    stage->ops->weak_free(weak);
    stress_self_ends();
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 1)
        w->got.value = stress_upgrade(stage, &w->object, w->weak[actor]);
    free_weak(stage, w->weak[actor]);
    if (actor == 0)
        stress_release(stage, &w->object);
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

static const stress_outcome outcomes[] = {
    {"got", STRESS_ACCEPTABLE, "T2 was in time"},
    {"refused", STRESS_ACCEPTABLE, "T1's release was the end of it"},
    {"refused alive", STRESS_FORBIDDEN, "no reference was given though the object lives"},
    {"got a dead one", STRESS_FORBIDDEN, "the dead do not rise"},
    {0},
};

STRESS_SCENARIO(weak_free_upgrade) = {
    .name = "weak-free-upgrade",
    .summary = "a weak reference is freed while another one to the same object is upgraded",
    .shares = true,
    .actors = 2,
    .subjects = 1,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .observe = observe,
    .outcomes = outcomes,
};
