/*
 * resurrect-upgrade: T2 gives back the last reference to an object whose finalizer takes a new one, while T1
 * upgrades a weak reference.
 *
 * Weak references end before the finalizer runs: T1 is in time, and no finalizer has run, or it is refused
 * for ever, though the object lives on. Hunts: a weak reference that finds the risen object, a finalizer
 * that runs while somebody holds a reference, one that runs twice.
 */
#include "stress/litmus/litmus.h"

typedef struct world {
    stress_subject object;
    rc_weak *weak;
    litmus_answer got[2]; /* at the first attempt and at the second */
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    w->object.rises = true;
    LITMUS_MAKE(stage, &w->object, &stress_phoenix_type, 0, 1);
    w->weak = stage->ops->weak_new(w->object.object);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 1) {
        stress_release(stage, &w->object);
        return;
    }
    for (int i = 0; i < 2; i++)
        w->got[i].value = stress_upgrade(stage, &w->object, w->weak);
}

static void observe(stress_stage *stage, char *text, size_t size)
{
    world *w = stage->world;
    bool finalized = rc_load_relaxed(&w->object.finalized) != 0; /* relaxed: at rest */
    unsigned got = w->got[0].value * 2 + w->got[1].value;
    w->object.rises = false; /* from here on it may go */
    if (stress_destroyed(&w->object))
        litmus_say("destroyed", text, size);
    else if (got == 0)
        litmus_say(finalized ? "refused, risen" : "refused alive", text, size);
    else if (got == 3)
        litmus_say(finalized ? "got, finalized" : "got", text, size);
    else
        litmus_say(got == 2 ? "got, then refused" : "refused, then got", text, size);
}

static void judge(stress_stage *stage)
{
    stage->ops->weak_free(((world *)stage->world)->weak);
}

static const stress_outcome outcomes[] = {
    {"got", STRESS_ACCEPTABLE, "T1 was in time, and no finalizer has run"},
    {"refused, risen", STRESS_ACCEPTABLE, "the finalizer took a reference; weak ones have ended"},
    {"refused alive", STRESS_FORBIDDEN, "no reference was given though the object had not died"},
    {"got, finalized", STRESS_FORBIDDEN, "finalized while T1 held a reference"},
    {"got, then refused", STRESS_FORBIDDEN, "T1 held a reference at its second attempt"},
    {"refused, then got", STRESS_FORBIDDEN, "a weak reference that had ended found the object"},
    {"destroyed", STRESS_FORBIDDEN, "somebody holds a reference in any case"},
    {0},
};

STRESS_SCENARIO(resurrect_upgrade) = {
    .name = "resurrect-upgrade",
    .summary = "a finalizer that resurrects against weak upgrades",
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
