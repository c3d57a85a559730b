/*
 * enable-release: T2 makes a counter findable and tells T3, which tries to take a reference, holding none,
 * while T1 gives back the one that it holds.
 *
 * T2 keeps its reference, so the counter is alive, and after rc_counter_enable_try_retain an attempt is
 * exact. Hunts: an end that is decided without looking for what T2 has set, by T1 as an owner above all.
 */
#include "stress/litmus/counter.h"

typedef struct world {
    litmus_counter counter;
    litmus_word findable;
    litmus_answer got;
} world;

static void make(stress_stage *stage)
{
    LITMUS_COUNTER(stage, &((world *)stage->world)->counter, 1, 1, 0);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    unsigned turns = 0;
    switch (actor) {
    case 0:
        litmus_counter_release(stage, &w->counter);
        break;
    case 1:
        litmus_counter_enable(stage, &w->counter);
        rc_store_release(&w->findable.value, 1); /* (1) release: pairs with (2) */
        break;
    default:
        while (rc_load_acquire(&w->findable.value) == 0) /* (2) acquire: pairs with (1) */
            stress_waiting(&turns);
        w->got.value = litmus_counter_try_retain(stage, &w->counter);
    }
}

static void observe(stress_stage *stage, char *text, size_t size)
{
    world *w = stage->world;
    litmus_counter_ask(stage, &w->counter);
    litmus_say(litmus_counter_dead(&w->counter) ? "dead"
               : w->got.value                   ? "got"
                                                : "refused",
               text, size);
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
    {"got", STRESS_ACCEPTABLE, "T2 holds a reference all the time"},
    {"refused", STRESS_FORBIDDEN, "it was alive, and findable"},
    {"dead", STRESS_FORBIDDEN, "T2 still holds a reference"},
    {0},
};

STRESS_SCENARIO(enable_release) = {
    .name = "enable-release",
    .summary = "made findable, and found, while another reference is given back",
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
