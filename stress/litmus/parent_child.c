/*
 * parent-child: T1 gives back the last reference to an object that holds a reference to another one; T2 gives
 * back its own reference to that other one.
 *
 * The child's last release comes from T2, or from inside the destruction of its parent, where it waits for
 * its turn. Hunts: a child that is destroyed twice or never, or under its parent's feet.
 */
#include "stress/litmus/litmus.h"

typedef struct world {
    stress_subject parent, child;
    litmus_answer dead[2]; /* the child, as T1 and T2 see it */
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    unsigned self = stress_self();
    stress_make(stage, &w->child, &stress_node_type);
    stress_retain(stage, &w->child);
    stress_make(stage, &w->parent, &stress_node_type);
    stress_link(stage, &w->parent, 0, &w->child);
    stress_hand_over(&w->parent, self, 0);
    stress_hand_over(&w->child, self, 1);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    stress_release(stage, actor == 0 ? &w->parent : &w->child);
    w->dead[actor].value = stress_destroyed(&w->child);
}

static void observe(stress_stage *stage, char *text, size_t size)
{
    world *w = stage->world;
    bool nobody = w->dead[0].value + w->dead[1].value == 0;
    if (nobody && litmus_may_be_late(stage))
        litmus_say("0,0 owner", text, size);
    else
        litmus_print(w->dead, 2, text);
}

static const stress_outcome outcomes[] = {
    {"1,0", STRESS_ACCEPTABLE, "the child died with its parent"},
    {"0,1", STRESS_ACCEPTABLE, "T2's reference was the child's last"},
    {"1,1", STRESS_ACCEPTABLE, "it was dead when both looked"},
    {"0,0 owner", STRESS_ACCEPTABLE, "left to the owner"},
    {"0,0", STRESS_FORBIDDEN, "the child has outlived all references"},
    {0},
};

STRESS_SCENARIO(parent_child) = {
    .name = "parent-child",
    .summary = "a parent's destruction against the release of its child",
    .shares = true,
    .actors = 2,
    .subjects = 2,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .observe = observe,
    .outcomes = outcomes,
};
