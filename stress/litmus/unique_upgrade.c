/*
 * unique-upgrade: T1, the only holder of a strong reference, asks whether it is; T2 upgrades a weak one.
 *
 * An answer of true would be out of date at once: whoever can be found without a reference is not unique,
 * however often T1 asks.
 */
#include "stress/litmus/litmus.h"

typedef struct world {
    stress_subject object;
    rc_weak *weak;
    litmus_answer unique, got;
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    LITMUS_MAKE(stage, &w->object, &stress_node_type, 1, 0);
    w->weak = stage->ops->weak_new(w->object.object);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 1) {
        w->got.value = stress_upgrade(stage, &w->object, w->weak);
        return;
    }
    stress_self_begins("rc_is_unique");
    stress_point("rc_is_unique");
    w->unique.value = stage->ops->is_unique(w->object.object);
    stress_self_ends();
    stress_release(stage, &w->object);
}

static void observe(stress_stage *stage, char *text, size_t size)
{
    world *w = stage->world;
    (void)stage;
    if (w->unique.value)
        litmus_say("unique", text, size);
    else
        litmus_say(w->got.value ? "shared, got" : "shared, refused", text, size);
}

static void judge(stress_stage *stage)
{
    stage->ops->weak_free(((world *)stage->world)->weak);
}

static const stress_outcome outcomes[] = {
    {"shared, got", STRESS_ACCEPTABLE, "T2 was in time"},
    {"shared, refused", STRESS_ACCEPTABLE, "T1's release was the end of it"},
    {"unique", STRESS_FORBIDDEN, "T2 could take a reference at any moment"},
    {0},
};

STRESS_SCENARIO(unique_upgrade) = {
    .name = "unique-upgrade",
    .summary = "is_unique on an object that a weak reference can find",
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
