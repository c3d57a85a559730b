/*
 * immortal-release: T1 makes a counter immortal and gives its reference back, while T2 gives back another.
 *
 * From then on no release has an effect, also one that was under way. Hunts: a pin that a release writes
 * over, an owner's count that reaches zero behind it.
 */
#include "stress/litmus/counter.h"

typedef struct world {
    litmus_counter counter;
} world;

static void make(stress_stage *stage)
{
    LITMUS_COUNTER(stage, &((world *)stage->world)->counter, 1, 1);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 0)
        litmus_counter_make_immortal(stage, &w->counter);
    litmus_counter_release(stage, &w->counter);
}

static void observe(stress_stage *stage, char *text, size_t size)
{
    world *w = stage->world;
    uint64_t count = stage->ops->counter_read(&w->counter.counter);
    litmus_counter_ask(stage, &w->counter);
    litmus_say(litmus_counter_dead(&w->counter) ? "dead"
               : count == RC_IMMORTAL           ? "immortal"
                                                : "mortal",
               text, size);
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
    {"immortal", STRESS_ACCEPTABLE, "for ever"},
    {"mortal", STRESS_FORBIDDEN, "the release has undone it"},
    {"dead", STRESS_FORBIDDEN, "it was disposed of"},
    {0},
};

STRESS_SCENARIO(immortal_release) = {
    .name = "immortal-release",
    .summary = "made immortal while a reference is given back",
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
