/*
 * hand-back: T2 gives back one of two references, takes another one, and hands both to T1, which gives
 * them back. The object is T2's to lose and T1's to end.
 *
 * Hunts the error of the first biased counts: the release by T2 puts the object into its owner's queue, and
 * when T1 gives back the last two the queue still names an object that is gone. See biased.h.
 */
#include "stress/litmus/litmus.h"

typedef struct world {
    stress_subject object;
    litmus_mailbox first, second;
    litmus_answer dead;
} world;

static void make(stress_stage *stage)
{
    LITMUS_MAKE(stage, &((world *)stage->world)->object, &stress_node_type, 0, 2);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 1) {
        litmus_leave(&w->first, &w->object);
        stress_retain(stage, &w->object);
        stress_release(stage, &w->object);
        litmus_leave(&w->second, &w->object);
        return;
    }
    litmus_take(&w->first);
    stress_release(stage, &w->object);
    litmus_take(&w->second);
    stress_release(stage, &w->object);
    w->dead.value = stress_destroyed(&w->object);
}

static void observe(stress_stage *stage, char *text, size_t size)
{
    world *w = stage->world;
    if (w->dead.value == 0 && litmus_may_be_late(stage))
        litmus_say("owner", text, size);
    else
        litmus_print(&w->dead, 1, text);
}

static const stress_outcome outcomes[] = {
    {"1", STRESS_ACCEPTABLE, "T1's second release was the last"},
    {"owner", STRESS_ACCEPTABLE, "left to the owner's next safepoint"},
    {"0", STRESS_FORBIDDEN, "all references are gone and nobody has ended it"},
    {0},
};

STRESS_SCENARIO(hand_back) = {
    .name = "hand-back",
    .summary = "references that wander while others are taken and given back",
    .shares = true,
    .actors = 2,
    .subjects = 1,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .observe = observe,
    .outcomes = outcomes,
};
