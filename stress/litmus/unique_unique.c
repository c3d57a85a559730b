/*
 * unique-unique: two holders each ask whether they are the only one, and give their reference back if not.
 *
 * What copy-on-write does. Both may find that they are not; never may both find that they are, nor may one
 * find it while the other still holds on.
 */
#include "stress/litmus/litmus.h"

typedef struct world {
    stress_subject object;
    litmus_answer unique[2];
} world;

static void make(stress_stage *stage)
{
    LITMUS_MAKE(stage, &((world *)stage->world)->object, &stress_node_type, 1, 1);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    stress_self_begins("rc_is_unique");
    stress_point("rc_is_unique");
    w->unique[actor].value =
        !stress_destroyed(&w->object) && stage->ops->is_unique(w->object.object);
    stress_self_ends();
    if (!w->unique[actor].value)
        stress_release(stage, &w->object);
}

static void observe(stress_stage *stage, char *text, size_t size)
{
    world *w = stage->world;
    (void)stage, (void)size;
    litmus_print(w->unique, 2, text);
}

static const stress_outcome outcomes[] = {
    {"0,0", STRESS_ACCEPTABLE, "both asked while both held on, or the backend cannot tell"},
    {"0,1", STRESS_ACCEPTABLE, "T1 had given its reference back"},
    {"1,0", STRESS_ACCEPTABLE, "T2 had given its reference back"},
    {"1,1", STRESS_FORBIDDEN, "both hold a reference, and each thinks that it is alone"},
    {0},
};

STRESS_SCENARIO(unique_unique) = {
    .name = "unique-unique",
    .summary = "is_unique on two threads at once",
    .shares = true,
    .actors = 2,
    .subjects = 1,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .observe = observe,
    .outcomes = outcomes,
};
