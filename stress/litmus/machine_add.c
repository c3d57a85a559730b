/*
 * machine-add: two additions of one, each by a load and a store, on the bare machine and not on a backend. A
 * control.
 *
 * "1" is the lost update, between two instructions that stand side by side: a window of about a nanosecond.
 * It shows how narrow a window a run by chance can still find.
 */
#include "stress/litmus/litmus.h"

typedef struct world {
    litmus_word count;
} world;

static void make(stress_stage *stage)
{
    (void)stage;
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    (void)actor;
    stress_self_begins("load and store");
    stress_point("load");
    uint64_t before = rc_load_relaxed(&w->count.value); /* relaxed, both: no order is claimed */
    if (stage->scripted)
        stress_point("store");
    rc_store_relaxed(&w->count.value, before + 1);
    stress_self_ends();
}

static void observe(stress_stage *stage, char *text, size_t size)
{
    world *w = stage->world;
    (void)size;
    litmus_print(&(litmus_answer){(unsigned)rc_load_relaxed(&w->count.value)}, 1, text);
}

static const stress_outcome outcomes[] = {
    {"2", STRESS_ACCEPTABLE, "one after the other"},
    {"1", STRESS_INTERESTING, "both read the same number: one addition was lost"},
    {0},
};

STRESS_SCENARIO(machine_add) = {
    .name = "machine-add",
    .summary = "control: an addition that is not one step",
    .actors = 2,
    .makers = 1u << STRESS_MADE_BY_BYSTANDER,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .observe = observe,
    .outcomes = outcomes,
};
