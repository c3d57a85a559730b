/*
 * try-retain-release: T1 tries to take a reference, holding none, while T2 gives back the last one.
 *
 * The memory stays readable; that is all that T1 may rely on. Either T1 is in time, and the counter lives,
 * or it is refused, and the counter is dead: nothing in between, once rc_counter_enable_try_retain was
 * called (the first variant). Without it a backend with owners may refuse a counter that is alive.
 */
#include "stress/litmus/counter.h"

enum { ENABLED, AS_MADE, VARIANTS };

typedef struct world {
    litmus_counter counter;
    litmus_answer got, dead;
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    LITMUS_COUNTER(stage, &w->counter, 0, 1);
    if (stage->variant == ENABLED)
        stage->ops->counter_enable_try_retain(&w->counter.counter);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 0) {
        w->got.value = litmus_counter_try_retain(stage, &w->counter);
    } else {
        litmus_counter_release(stage, &w->counter);
        w->dead.value = litmus_counter_dead(&w->counter);
    }
}

static void observe(stress_stage *stage, char *text, size_t size)
{
    world *w = stage->world;
    litmus_counter_ask(stage, &w->counter);
    if (w->got.value)
        litmus_say(litmus_counter_dead(&w->counter) ? "got a dead one" : "got", text, size);
    else if (w->dead.value)
        litmus_say("refused", text, size);
    else if (stage->variant == AS_MADE && litmus_may_be_late(stage))
        litmus_say("refused early", text, size);
    else
        litmus_say("refused alive", text, size);
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
    {"got", STRESS_ACCEPTABLE, "T1 was in time"},
    {"refused", STRESS_ACCEPTABLE, "T2's release was the end of it"},
    {"refused early", STRESS_INTERESTING, "alive in its owner's count, which T1 cannot see"},
    {"refused alive", STRESS_FORBIDDEN, "no reference was given for a counter that was alive"},
    {"got a dead one", STRESS_FORBIDDEN, "the dead do not rise"},
    {0},
};

STRESS_SCENARIO(try_retain_release) = {
    .name = "try-retain-release",
    .summary = "an attempt to take a reference against the last release",
    .shares = true,
    .actors = 2,
    .variants = VARIANTS,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .observe = observe,
    .finish = finish,
    .judge = judge,
    .outcomes = outcomes,
};
