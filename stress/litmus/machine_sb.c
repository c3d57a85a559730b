/*
 * machine-sb: store buffering, on the bare machine and not on a backend. A control of the harness.
 *
 *   T1: x = 1; r1 = y          T2: y = 1; r2 = x
 *
 * "0,0" means that both loads came before both stores: no interleaving explains it, but the processor's
 * store buffers do, on x86 too. It needs two actors within some ten nanoseconds of each other, so that a
 * run of a second or two which never shows it was not a test of concurrency, whatever else it says.
 */
#include "stress/litmus/litmus.h"

typedef struct world {
    litmus_word x, y;
    litmus_answer r[2];
} world;

static void make(stress_stage *stage)
{
    (void)stage;
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    stress_self_begins("store and load");
    stress_point("store");
    /* relaxed, both: the order of the two is the question. */
    rc_store_relaxed(actor == 0 ? &w->x.value : &w->y.value, 1);
    if (stage->scripted)
        stress_point("load");
    w->r[actor].value = (unsigned)rc_load_relaxed(actor == 0 ? &w->y.value : &w->x.value);
    stress_self_ends();
}

static void observe(stress_stage *stage, char *text, size_t size)
{
    (void)size;
    litmus_print(((world *)stage->world)->r, 2, text);
}

static const stress_outcome outcomes[] = {
    {"1,1", STRESS_ACCEPTABLE, "both stores came first"},
    {"0,1", STRESS_ACCEPTABLE, "T1 was through before T2 began"},
    {"1,0", STRESS_ACCEPTABLE, "T2 was through before T1 began"},
    {"0,0", STRESS_INTERESTING, "both loads overtook a store: no interleaving, but a store buffer"},
    {0},
};

STRESS_SCENARIO(machine_sb) = {
    .name = "machine-sb",
    .summary = "control: store buffering of the bare machine",
    .actors = 2,
    .makers = 1u << STRESS_MADE_BY_BYSTANDER,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .observe = observe,
    .outcomes = outcomes,
};
