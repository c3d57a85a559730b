/*
 * block-release: the thread that made the object goes through a blocking region while another one gives back
 * a reference.
 *
 * Inside the region others act in its place, before and after they may not. Hunts: two threads that both
 * believe to be alone with the owner's count, one because the region has begun, the other because it has
 * ended.
 */
#include "stress/litmus/owner.h"

static void act(stress_stage *stage, unsigned actor)
{
    if (!litmus_owned_begin(stage, actor, "rc_thread_block"))
        return;
    stage->ops->thread_block_begin();
    litmus_owned_look(stage);
    stage->ops->thread_block_end();
    stress_self_ends();
}

static const stress_outcome outcomes[] = {
    {"0,1", STRESS_ACCEPTABLE, "T2 destroyed it, in T1's place or later"},
    {"1,1", STRESS_ACCEPTABLE, "destroyed by either, before both had looked"},
    {"1,0", STRESS_ACCEPTABLE, "T1 destroyed it on its way into the region or before"},
    {"0,0 owner", STRESS_ACCEPTABLE, "T1 was back, and found it at its next safepoint"},
    {"lost", STRESS_FORBIDDEN, "nobody was the last"},
    {0},
};

STRESS_SCENARIO(block_release) = {
    .name = "block-release",
    .summary = "the owner passes a blocking region while a reference is given back",
    .act = act,
    .outcomes = outcomes,
    LITMUS_OWNED,
};
