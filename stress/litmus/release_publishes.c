/*
 * release-publishes: message passing through the count: what each of two threads wrote before its release is
 * seen by the dispose of the last one, whichever thread that runs on.
 *
 *   T1: field[0] = 1; release          T2: field[1] = 1; release          dispose: reads both
 *
 * The fields are ordinary memory. On x86 a missing order shows only if the compiler has moved something;
 * ThreadSanitizer sees it on every run as the data race that it is.
 */
#include "stress/litmus/counter.h"

#include <stddef.h>

typedef struct world {
    litmus_counter counter;
    struct {
        uint64_t written;
    } __attribute__((aligned(64))) field[2];
    litmus_answer seen;
} world;

static void read_both(litmus_counter *counter)
{
    world *w = (world *)(void *)((char *)counter - offsetof(world, counter));
    w->seen.value = (unsigned)(w->field[0].written + w->field[1].written);
}

static void make(stress_stage *stage)
{
    world *w = stage->world;
    w->counter.at_end = read_both;
    LITMUS_COUNTER(stage, &w->counter, 1, 1);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    w->field[actor].written = 1;
    litmus_counter_release(stage, &w->counter);
}

static void observe(stress_stage *stage, char *text, size_t size)
{
    world *w = stage->world;
    litmus_counter_ask(stage, &w->counter);
    if (litmus_counter_dead(&w->counter))
        litmus_print(&w->seen, 1, text);
    else
        litmus_say("alive", text, size);
}

static void finish(stress_stage *stage, unsigned place)
{
    (void)stage, (void)place;
}

static void judge(stress_stage *stage)
{
    litmus_counter_judge(stage, &((world *)stage->world)->counter);
}

static const stress_outcome outcomes[] = {
    {"2", STRESS_ACCEPTABLE, "dispose saw what both wrote"},
    {"1", STRESS_FORBIDDEN, "a write came later than the end of what it was written to"},
    {"0", STRESS_FORBIDDEN, "both writes came later than the end"},
    {"alive", STRESS_FORBIDDEN, "nobody was the last"},
    {0},
};

STRESS_SCENARIO(release_publishes) = {
    .name = "release-publishes",
    .summary = "writes before a release are seen by the last one's dispose",
    .shares = true,
    .actors = 2,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .observe = observe,
    .finish = finish,
    .judge = judge,
    .outcomes = outcomes,
};
