/*
 * slot-load-give: T1 loads from a slot while T2 gives it another object and drains.
 *
 * T1 has the one or the other, and what it has is alive, though nobody else may have kept it.
 */
#include "stress/litmus/litmus.h"
#include "stress/oracles/slots.h"

typedef struct world {
    stress_subject object[2];
    rc_slot slot;
    stress_subject *loaded;
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    stress_make(stage, &w->object[0], &stress_node_type);
    stage->gc->slot_init(&w->slot, w->object[0].object);
    stress_hand_over(&w->object[0], stress_self(), 1);
    LITMUS_MAKE(stage, &w->object[1], &stress_node_type, 0, 1);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 0) {
        w->loaded = stress_slot_load(stage, &w->slot);
        if (w->loaded != NULL)
            stress_use(stage, w->loaded);
    } else {
        stress_slot_give(stage, &w->slot, &w->object[1]);
        stress_release(stage, &w->object[0]);
        stress_drain(stage);
    }
}

static void rest(stress_stage *stage)
{
    stress_slot_rest(stage, &((world *)stage->world)->slot);
}

static void observe(stress_stage *stage, char *text, size_t size)
{
    world *w = stage->world;
    const char *what = w->loaded == &w->object[0] ? "old" : w->loaded != NULL ? "new" : "none";
    litmus_say(what, text, size);
}

static void finish(stress_stage *stage, unsigned place)
{
    world *w = stage->world;
    if (place == 0)
        stress_slot_end(stage, &w->slot);
    stress_give_back(stage, &w->object[0], place);
    stress_give_back(stage, &w->object[1], place);
}

static const stress_outcome outcomes[] = {
    {"old", STRESS_ACCEPTABLE, "T1 came first, and keeps what T2 took out"},
    {"new", STRESS_ACCEPTABLE, "T2 came first"},
    {"none", STRESS_FORBIDDEN, "the slot was never empty"},
    {0},
};

STRESS_SCENARIO(slot_load_give) = {
    .name = "slot-load-give",
    .summary = "a load from a slot against a store",
    .shares = true,
    .reclaims = true,
    .actors = 2,
    .makers = 1u << STRESS_MADE_BY_FIRST | 1u << STRESS_MADE_BY_BYSTANDER,
    .subjects = 2,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .rest = rest,
    .observe = observe,
    .finish = finish,
    .outcomes = outcomes,
};
