/*
 * count-retain-release: T1, with two references, reads the count while T2, with one, takes another and gives
 * it back.
 *
 * The count is for messages, and exact only at rest; but it only ever goes from three to four and back, so
 * that any other number is one that it never was.
 */
#include "stress/litmus/litmus.h"

typedef struct world {
    stress_subject object;
    litmus_answer count;
} world;

static void make(stress_stage *stage)
{
    LITMUS_MAKE(stage, &((world *)stage->world)->object, &stress_node_type, 1, 1);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    stress_retain(stage, &w->object);
    if (actor == 0) {
        stress_self_begins("rc_count");
        stress_point("rc_count");
        w->count.value = (unsigned)stage->ops->count(w->object.object);
        stress_self_ends();
    }
    stress_release(stage, &w->object);
}

static void observe(stress_stage *stage, char *text, size_t size)
{
    world *w = stage->world;
    (void)stage, (void)size;
    litmus_print(&w->count, 1, text);
}

static const stress_outcome outcomes[] = {
    {"3", STRESS_ACCEPTABLE, "T2 held what it began with"},
    {"4", STRESS_ACCEPTABLE, "T2 held one more"},
    {"2", STRESS_FORBIDDEN, "less than were held at any time"},
    {"5", STRESS_FORBIDDEN, "more than were held at any time"},
    {0},
};

STRESS_SCENARIO(count_retain_release) = {
    .name = "count-retain-release",
    .summary = "the count is read while another thread counts up and down",
    .shares = true,
    .actors = 2,
    .subjects = 1,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .observe = observe,
    .outcomes = outcomes,
};
