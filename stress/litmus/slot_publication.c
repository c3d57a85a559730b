/*
 * slot-publication: T1 makes an object, writes to it and gives it to an empty slot; T2 looks there once.
 *
 * A store releases and a load acquires: T2 finds nothing, or all of the object, its counter included.
 */
#include "stress/litmus/litmus.h"
#include "stress/oracles/slots.h"

typedef struct world {
    stress_subject object;
    rc_slot slot;
    litmus_answer taken, whole;
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    stage->gc->slot_init(&w->slot, NULL);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 0) {
        stress_make(stage, &w->object, &stress_node_type);
        stress_use(stage, &w->object);
        stress_slot_store(stage, &w->slot, &w->object);
        stress_release(stage, &w->object);
        return;
    }
    stress_subject *s = stress_slot_load(stage, &w->slot);
    if (s == NULL)
        return;
    w->taken.value = 1;
    w->whole.value = ((stress_node *)s->object)->touched[0] == 1;
    stress_use(stage, s);
    stress_release(stage, s);
}

static void rest(stress_stage *stage)
{
    stress_slot_rest(stage, &((world *)stage->world)->slot);
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

static void finish(stress_stage *stage, unsigned place)
{
    world *w = stage->world;
    if (place == 0)
        stress_slot_end(stage, &w->slot);
    stress_give_back(stage, &w->object, place);
}

static const stress_outcome outcomes[] = {
    {"too early", STRESS_ACCEPTABLE, "T2 found nothing"},
    {"whole", STRESS_ACCEPTABLE, "T2 found the object as T1 left it"},
    {"torn", STRESS_FORBIDDEN, "T2 found the object, but not what was written to it before"},
    {0},
};

STRESS_SCENARIO(slot_publication) = {
    .name = "slot-publication",
    .summary = "a new object is published by a slot and used at once by another thread",
    .shares = true,
    .reclaims = true,
    .actors = 2,
    .makers = 1u << STRESS_MADE_BY_FIRST,
    .subjects = 1,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .rest = rest,
    .observe = observe,
    .finish = finish,
    .outcomes = outcomes,
};
