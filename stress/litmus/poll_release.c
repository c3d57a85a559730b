/*
 * poll-release: the thread that made the object comes by a safepoint while another one gives back a
 * reference.
 *
 * A request that comes while the safepoint is under way must be seen by this one or by the next. Hunts: a
 * request that is cleared after its queue was looked at instead of before.
 */
#include "stress/litmus/owner.h"

static void act(stress_stage *stage, unsigned actor)
{
    if (!litmus_owned_begin(stage, actor, "rc_thread_poll"))
        return;
    stage->ops->thread_poll();
    litmus_owned_look(stage);
    stress_self_ends();
}

static const stress_outcome outcomes[] = {
    {"0,1", STRESS_ACCEPTABLE, "T2 destroyed it"},
    {"1,1", STRESS_ACCEPTABLE, "destroyed by either, before both had looked"},
    {"1,0", STRESS_ACCEPTABLE, "T1 destroyed it, at its safepoint or before"},
    {"0,0 owner", STRESS_ACCEPTABLE, "T2 came too late for this safepoint: it waits for the next"},
    {"lost", STRESS_FORBIDDEN, "nobody was the last"},
    {0},
};

STRESS_SCENARIO(poll_release) = {
    .name = "poll-release",
    .summary = "the owner comes by a safepoint while a reference is given back",
    .act = act,
    .outcomes = outcomes,
    LITMUS_OWNED,
};
