/*
 * publication: T1 makes an object, writes to it and leaves a reference where T2 may find it; T2 looks there
 * once, and T1 takes it back if T2 has come too early.
 *
 * The counter's own beginning is as ordinary as the object's contents: "whatever publishes the object orders
 * this too". T2 sees all of the object, and counts on it right away.
 */
#include "stress/litmus/litmus.h"

typedef struct world {
    stress_subject object;
    litmus_mailbox mailbox;
    litmus_answer taken, whole;
} world;

static void make(stress_stage *stage)
{
    (void)stage;
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 1) {
        stress_point("look");
        w->taken.value = litmus_try_take(&w->mailbox);
        if (!w->taken.value)
            return;
        w->whole.value = ((stress_node *)w->object.object)->touched[0] == 1;
        stress_use(stage, &w->object);
        stress_retain(stage, &w->object);
        stress_release(stage, &w->object);
        return;
    }
    stress_make(stage, &w->object, &stress_node_type);
    stress_retain(stage, &w->object);
    stress_use(stage, &w->object);
    litmus_leave(&w->mailbox, &w->object);
    stress_retain(stage, &w->object);
    stress_release(stage, &w->object);
    litmus_try_take(&w->mailbox);
}

static void observe(stress_stage *stage, char *text, size_t size)
{
    world *w = stage->world;
    (void)stage;
    if (!w->taken.value)
        litmus_say("too early", text, size);
    else
        litmus_say(w->whole.value ? "whole" : "torn", text, size);
}

static const stress_outcome outcomes[] = {
    {"too early", STRESS_ACCEPTABLE, "T2 found nothing"},
    {"whole", STRESS_ACCEPTABLE, "T2 found the object as T1 left it"},
    {"torn", STRESS_FORBIDDEN, "T2 found the object, but not what was written to it before"},
    {0},
};

STRESS_SCENARIO(publication) = {
    .name = "publication",
    .summary = "a new object is published and used at once by another thread",
    .shares = true,
    .actors = 2,
    .makers = 1u << STRESS_MADE_BY_FIRST,
    .subjects = 1,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .observe = observe,
    .outcomes = outcomes,
};
