/*
 * machine-mp: message passing without order, on the bare machine and not on a backend. A control.
 *
 *   T1: x = 1; y = 1          T2: r1 = y; r2 = x
 *
 * "1,0" is what C11 allows for relaxed accesses and x86 never does: its processors keep the order of stores,
 * and that of loads. So a missing release or acquire in a backend cannot show here, however long a test
 * runs; ThreadSanitizer and a model checker are for these. On other processors the outcome is to be expected.
 */
#include "stress/litmus/litmus.h"

typedef struct world {
    litmus_word x, y;
    litmus_answer r[2]; /* both are T2's */
} world;

static void make(stress_stage *stage)
{
    (void)stage;
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    stress_self_begins("message passing");
    stress_point("first");
    /* relaxed, all: the order is the question. */
    if (actor == 0) {
        rc_store_relaxed(&w->x.value, 1);
        if (stage->scripted)
            stress_point("second");
        rc_store_relaxed(&w->y.value, 1);
    } else {
        w->r[0].value = (unsigned)rc_load_relaxed(&w->y.value);
        if (stage->scripted)
            stress_point("second");
        w->r[1].value = (unsigned)rc_load_relaxed(&w->x.value);
    }
    stress_self_ends();
}

static void observe(stress_stage *stage, char *text, size_t size)
{
    (void)size;
    litmus_print(((world *)stage->world)->r, 2, text);
}

static const stress_outcome outcomes[] = {
    {"0,0", STRESS_ACCEPTABLE, "T2 came first"},
    {"1,1", STRESS_ACCEPTABLE, "T1 came first"},
    {"0,1", STRESS_ACCEPTABLE, "T2 read in the middle, or between T1's two stores"},
    {"1,0", STRESS_INTERESTING, "the message without its contents: allowed by C11, not by x86"},
    {0},
};

STRESS_SCENARIO(machine_mp) = {
    .name = "machine-mp",
    .summary = "control: message passing without order",
    .actors = 2,
    .makers = 1u << STRESS_MADE_BY_BYSTANDER,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .observe = observe,
    .outcomes = outcomes,
};
