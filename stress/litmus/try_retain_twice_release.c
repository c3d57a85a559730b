/*
 * try-retain-twice-release: two threads try to take a reference, holding none, while a third gives back the
 * last one. rc_counter_enable_try_retain was called.
 *
 * If one attempt is granted the counter is alive from then on, and was before: the other must be granted as
 * well. An attempt that adds first and looks afterwards makes the dead look alive to the other.
 */
#include "stress/litmus/counter.h"

typedef struct world {
    litmus_counter counter;
    litmus_answer got[2];
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    LITMUS_COUNTER(stage, &w->counter, 0, 0, 1);
    stage->ops->counter_enable_try_retain(&w->counter.counter);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 2)
        litmus_counter_release(stage, &w->counter);
    else
        w->got[actor].value = litmus_counter_try_retain(stage, &w->counter);
}

static void observe(stress_stage *stage, char *text, size_t size)
{
    world *w = stage->world;
    (void)size;
    litmus_counter_ask(stage, &w->counter);
    litmus_print(w->got, 2, text);
}

static void finish(stress_stage *stage, unsigned place)
{
    (void)place;
    litmus_counter_give_back(stage, &((world *)stage->world)->counter);
}

static void judge(stress_stage *stage)
{
    litmus_counter_judge(stage, &((world *)stage->world)->counter);
}

static const stress_outcome outcomes[] = {
    {"1,1", STRESS_ACCEPTABLE, "the first was in time, and then the second must be"},
    {"0,0", STRESS_ACCEPTABLE, "the release was the end of it"},
    {"0,1", STRESS_FORBIDDEN, "T1 was refused a counter that was alive all the time"},
    {"1,0", STRESS_FORBIDDEN, "T2 was refused a counter that was alive all the time"},
    {0},
};

STRESS_SCENARIO(try_retain_twice_release) = {
    .name = "try-retain-twice-release",
    .summary = "two attempts to take a reference against the last release",
    .shares = true,
    .actors = 3,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .observe = observe,
    .finish = finish,
    .judge = judge,
    .outcomes = outcomes,
};
