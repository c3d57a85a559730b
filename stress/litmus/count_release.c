/*
 * count-release: T1 reads the count and gives back its reference, while T2 gives back both of its own; three
 * are held at first.
 *
 * The count is for messages, and exact only at rest. Where an owner's count and that of the others are two
 * numbers, one becoming the other may be seen in the middle: then T1 reads a sum that never was.
 */
#include "stress/litmus/litmus.h"

typedef struct world {
    stress_subject object;
    litmus_answer count;
} world;

static void make(stress_stage *stage)
{
    LITMUS_MAKE(stage, &((world *)stage->world)->object, &stress_node_type, 1, 2);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 1) {
        stress_release(stage, &w->object);
        stress_release(stage, &w->object);
        return;
    }
    stress_self_begins("rc_count");
    stress_point("rc_count");
    w->count.value = (unsigned)stage->ops->count(w->object.object);
    stress_self_ends();
    stress_release(stage, &w->object);
}

static void observe(stress_stage *stage, char *text, size_t size)
{
    world *w = stage->world;
    bool was = w->count.value >= 1 && w->count.value <= 3;
    if (!was && litmus_may_be_late(stage))
        litmus_say("two halves", text, size);
    else
        litmus_print(&w->count, 1, text);
}

static const stress_outcome outcomes[] = {
    {"3", STRESS_ACCEPTABLE, "T2 still held both, or the owner has yet to count"},
    {"2", STRESS_ACCEPTABLE, "T2 had given back one"},
    {"1", STRESS_ACCEPTABLE, "T2 had given back both"},
    {"two halves", STRESS_INTERESTING, "read while two counts became one"},
    {"0", STRESS_FORBIDDEN, "dead, although T1 holds a reference"},
    {0},
};

STRESS_SCENARIO(count_release) = {
    .name = "count-release",
    .summary = "the count is read while another thread gives its references back",
    .shares = true,
    .actors = 2,
    .subjects = 1,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .observe = observe,
    .outcomes = outcomes,
};
