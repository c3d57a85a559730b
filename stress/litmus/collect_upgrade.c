/*
 * collect-or-upgrade: T1 collects an object that refers to itself, and that nobody holds, while T2 upgrades a
 * weak reference to it.
 *
 * Either T2 has a strong reference afterwards and the object lives, or it has none and the object is dead.
 */
#include "gc/cycles/ops.h"
#include "stress/litmus/litmus.h"

typedef struct world {
    stress_subject object;
    rc_weak *weak;
    litmus_answer got, found;
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    stress_make(stage, &w->object, &stress_knot_type);
    w->weak = stage->ops->weak_new(w->object.object);
    stress_link(stage, &w->object, 0, &w->object);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 1)
        w->got.value = stress_upgrade(stage, &w->object, w->weak);
    else
        w->found.value = rc_cycles_ops_of(stage->ops)->collect() != 0;
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
    world *w = stage->world;
    stage->ops->weak_free(w->weak);
    rc_cycles_ops_of(stage->ops)->collect();
    if (!stress_destroyed(&w->object))
        stress_fault(STRESS_LEAK, "the object was not collected");
}

static const stress_outcome outcomes[] = {
    {"got", STRESS_ACCEPTABLE, "T2 was in time, and the object is saved"},
    {"refused", STRESS_ACCEPTABLE, "the collector had its last look before"},
    {"refused alive", STRESS_FORBIDDEN, "no reference was given though the object lives"},
    {"got a dead one", STRESS_FORBIDDEN, "an object was cleared and destroyed in T2's hands"},
    {0},
};

STRESS_SCENARIO(collect_or_upgrade) = {
    .name = "collect-or-upgrade",
    .summary = "a weak reference to garbage is upgraded against its collection",
    .actors = 2,
    .stops = true,
    .subjects = 1,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .observe = observe,
    .judge = judge,
    .outcomes = outcomes,
};
