/*
 * slot-compare-compare: two threads each replace the same object by one of their own, if it is still there.
 *
 * One of them does, and the other's attempt has changed nothing.
 */
#include "stress/litmus/litmus.h"
#include "stress/oracles/slots.h"

typedef struct world {
    stress_subject object[3]; /* the last is there before, and both actors hold it */
    rc_slot slot;
    litmus_answer won[2];
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    LITMUS_MAKE(stage, &w->object[2], &stress_node_type, 1, 1);
    stage->gc->slot_init(&w->slot, w->object[2].object);
    LITMUS_MAKE(stage, &w->object[0], &stress_node_type, 1, 0);
    LITMUS_MAKE(stage, &w->object[1], &stress_node_type, 0, 1);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    w->won[actor].value =
        stress_slot_compare(stage, &w->slot, &w->object[2], &w->object[actor], false);
    stress_drain(stage);
    stress_release(stage, &w->object[2]);
}

static void rest(stress_stage *stage)
{
    stress_slot_rest(stage, &((world *)stage->world)->slot);
}

static void observe(stress_stage *stage, char *text, size_t size)
{
    world *w = stage->world;
    (void)size;
    litmus_print(w->won, 2, text);
}

static void finish(stress_stage *stage, unsigned place)
{
    world *w = stage->world;
    if (place == 0)
        stress_slot_end(stage, &w->slot);
    for (unsigned i = 0; i < 3; i++)
        stress_give_back(stage, &w->object[i], place);
}

static const stress_outcome outcomes[] = {
    {"1,0", STRESS_ACCEPTABLE, "T1 came first"},
    {"0,1", STRESS_ACCEPTABLE, "T2 came first"},
    {"1,1", STRESS_FORBIDDEN, "both replaced what was there once"},
    {"0,0", STRESS_FORBIDDEN, "nobody replaced it, though it was there"},
    {0},
};

STRESS_SCENARIO(slot_compare_compare) = {
    .name = "slot-compare-compare",
    .summary = "two compare-exchanges on one slot",
    .shares = true,
    .reclaims = true,
    .actors = 2,
    .makers = 1u << STRESS_MADE_BY_FIRST | 1u << STRESS_MADE_BY_BYSTANDER,
    .subjects = 3,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .rest = rest,
    .observe = observe,
    .finish = finish,
    .outcomes = outcomes,
};
