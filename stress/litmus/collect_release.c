/*
 * collect-or-release: T1 collects while T2 gives up the last reference from outside to an object that refers
 * to itself.
 *
 * T1 finds it or does not; it never ends before it was given up.
 */
#include "gc/cycles/ops.h"
#include "stress/litmus/litmus.h"

typedef struct world {
    stress_subject object;
    litmus_answer early;
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    LITMUS_MAKE(stage, &w->object, &stress_knot_type, 1, 1);
    stress_hand_over(&w->object, 0, stress_self());
    stress_link(stage, &w->object, 0, &w->object);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 0) {
        rc_cycles_ops_of(stage->ops)->collect();
        return;
    }
    stress_use(stage, &w->object);
    w->early.value = stress_destroyed(&w->object);
    stress_release(stage, &w->object);
}

static void observe(stress_stage *stage, char *text, size_t size)
{
    world *w = stage->world;
    bool dead = stress_destroyed(&w->object);
    litmus_say(w->early.value ? "ended in use" : dead ? "found" : "not found", text, size);
}

static void judge(stress_stage *stage)
{
    rc_cycles_ops_of(stage->ops)->collect();
    if (!stress_destroyed(&((world *)stage->world)->object))
        stress_fault(STRESS_LEAK, "the object was not collected");
}

static const stress_outcome outcomes[] = {
    {"found", STRESS_ACCEPTABLE, "T2's release came first"},
    {"not found", STRESS_ACCEPTABLE, "T1's look came first: the next collection's"},
    {"ended in use", STRESS_FORBIDDEN, "destroyed while T2 held a reference"},
    {0},
};

STRESS_SCENARIO(collect_or_release) = {
    .name = "collect-or-release",
    .summary = "the last reference from outside goes while a thread collects",
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
