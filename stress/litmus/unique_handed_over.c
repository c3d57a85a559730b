/*
 * unique-handed-over: T1 hands a reference to T2, which writes to the object and gives the reference back;
 * T1 asks whether it is the only holder.
 *
 * True means that T1 may change the object in place: then T2's reference is gone, and what T2 has written
 * is seen. The write is ordinary memory, so that ThreadSanitizer asks the same question.
 */
#include "stress/litmus/litmus.h"

typedef struct world {
    stress_subject object;
    litmus_mailbox mailbox;
    litmus_answer unique, seen;
} world;

static void make(stress_stage *stage)
{
    LITMUS_MAKE(stage, &((world *)stage->world)->object, &stress_node_type, 1, 0);
}

static bool is_unique(stress_stage *stage, world *w)
{
    stress_self_begins("rc_is_unique");
    stress_point("rc_is_unique");
    bool unique = !stress_destroyed(&w->object) && stage->ops->is_unique(w->object.object);
    stress_self_ends();
    return unique;
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 1) {
        litmus_take(&w->mailbox);
        stress_use(stage, &w->object);
        stress_release(stage, &w->object);
        return;
    }
    stress_retain(stage, &w->object);
    litmus_leave(&w->mailbox, &w->object);
    stress_retain(stage, &w->object);
    stress_release(stage, &w->object);
    w->unique.value = is_unique(stage, w);
    if (w->unique.value)
        w->seen.value = ((stress_node *)w->object.object)->touched[1] == 1;
}

static void observe(stress_stage *stage, char *text, size_t size)
{
    world *w = stage->world;
    (void)stage;
    if (!w->unique.value)
        litmus_say("shared", text, size);
    else
        litmus_say(w->seen.value ? "unique, written" : "unique, stale", text, size);
}

static const stress_outcome outcomes[] = {
    {"shared", STRESS_ACCEPTABLE, "T2 held its reference, or the backend cannot tell"},
    {"unique, written", STRESS_ACCEPTABLE, "T2 was through, and T1 sees what it wrote"},
    {"unique, stale", STRESS_FORBIDDEN, "T2 was not through, or its write is not seen"},
    {0},
};

STRESS_SCENARIO(unique_handed_over) = {
    .name = "unique-handed-over",
    .summary = "is_unique while another thread uses and gives back its reference",
    .shares = true,
    .actors = 2,
    .subjects = 1,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .observe = observe,
    .outcomes = outcomes,
};
