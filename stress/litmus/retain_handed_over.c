/*
 * retain-handed-over: from a count of one: T1 takes a second reference and hands it to T2, which gives it
 * back while T1 takes and gives back another one.
 *
 * The reference that T2 gives back was never counted by T2: an owner's local count must not go below what
 * the owner itself holds, and a count of others must not go below zero unseen.
 */
#include "stress/litmus/litmus.h"

typedef struct world {
    stress_subject object;
    litmus_mailbox mailbox;
} world;

static void make(stress_stage *stage)
{
    LITMUS_MAKE(stage, &((world *)stage->world)->object, &stress_node_type, 1, 0);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 1) {
        litmus_take(&w->mailbox);
        stress_release(stage, &w->object);
        return;
    }
    stress_retain(stage, &w->object);
    litmus_leave(&w->mailbox, &w->object);
    stress_retain(stage, &w->object);
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
    {"1", STRESS_ACCEPTABLE, "T1's first reference"},
    {"2", STRESS_FORBIDDEN, "a release was lost"},
    {"dead", STRESS_FORBIDDEN, "T1 still holds a reference"},
    {0},
};

STRESS_SCENARIO(retain_handed_over) = {
    .name = "retain-handed-over",
    .summary = "a reference handed to another thread and given back there, from a count of one",
    .shares = true,
    .actors = 2,
    .subjects = 1,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .observe = observe,
    .outcomes = outcomes,
};
