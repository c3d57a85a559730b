/*
 * detach-release: the thread that made the object detaches, and attaches again, while another one gives back
 * a reference.
 *
 * Who destroys depends on the moment: before the detach, in it, or on the other thread, in the place of one
 * that is gone. Hunts: a reference that is left in the queue of a thread which has just looked at it for the
 * last time.
 */
#include "refcount/tool/cli.h"
#include "stress/litmus/owner.h"

static void act(stress_stage *stage, unsigned actor)
{
    if (!litmus_owned_begin(stage, actor, "rc_thread_detach"))
        return;
    stage->ops->thread_detach();
    litmus_owned_look(stage);
    if (stage->ops->thread_attach() != 0)
        rc_cli_fail("a thread cannot attach again");
    stress_self_ends();
}

static const stress_outcome outcomes[] = {
    {"0,1", STRESS_ACCEPTABLE, "T2 destroyed it after T1 had detached"},
    {"1,1", STRESS_ACCEPTABLE, "destroyed by either, before both had looked"},
    {"1,0", STRESS_ACCEPTABLE, "T1 destroyed it, in its detach or just before"},
    {"0,0 owner", STRESS_ACCEPTABLE, "T1 had attached again, and found it at its next safepoint"},
    {"lost", STRESS_FORBIDDEN, "nobody was the last"},
    {0},
};

STRESS_SCENARIO(detach_release) = {
    .name = "detach-release",
    .summary = "the owner detaches while a reference is given back",
    .act = act,
    .outcomes = outcomes,
    LITMUS_OWNED,
};
