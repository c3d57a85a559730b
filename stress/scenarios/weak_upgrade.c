/*
 * weak-upgrade: one thread releases the last reference while another upgrades a weak one.
 *
 * The upgrade must look at a count that may be freed while it looks. It wins, and is the last holder then,
 * or it loses, and has changed nothing. Hunts: an upgrade of the dead, memory that goes while somebody looks
 * at it, an end that both or neither of the two bring about, a weak reference's block that is freed too
 * early or never.
 *
 *   T1 last release                T2 upgrade
 *                                  finds the object alive
 *   count 1 -> 0
 *   destroys, frees
 *                                  counts 0 -> 1 in freed memory, or brings the dead back
 *
 * With `biased` and the owner as T1, the last release is the fast end, which looks at no shared word unless
 * it was told that the object can be found. In variant 0 the upgrade's reference goes at once; in variant 1
 * it is kept, and in the end the weak reference is asked a hundred times more.
 *
 * Passes: no fault, and upgrades went both ways.
 *
 *   weak-upgrade  plain    broken        premature-free, use-after-free, contract ...
 *   weak-upgrade  atomic   sound
 */
#include "stress/oracles/handles.h"

enum { KEEPS = 1, FAILURES = 100 };

typedef struct world {
    stress_subject object;
    stress_handle handle; /* the second actor's */
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    stress_make(stage, &w->object, &stress_node_type);
    stress_handle_new(stage, &w->handle, &w->object);
    stress_hand_over(&w->object, stress_self(), 0);
}

/* For sanitizers. A schedule has more points than enough. */
static void use(stress_stage *stage, world *w)
{
    if (!stage->scripted)
        stress_use(stage, &w->object);
}

static void release(stress_stage *stage, world *w)
{
    use(stage, w);
    stress_release(stage, &w->object);
}

static void upgrade(stress_stage *stage, world *w)
{
    if (!stress_handle_upgrade(stage, &w->handle)) {
        stress_handle_fails(stage, &w->handle, stage->scripted ? 1 : FAILURES);
    } else {
        use(stage, w);
        if (stage->variant != KEEPS)
            stress_release(stage, &w->object);
    }
    if (stage->variant != KEEPS)
        stress_handle_free(stage, &w->handle);
}

static void act(stress_stage *stage, unsigned actor)
{
    if (actor == 0)
        release(stage, stage->world);
    else
        upgrade(stage, stage->world);
}

static void judge(stress_stage *stage)
{
    world *w = stage->world;
    if (stress_handles_went_both_ways())
        stress_witness();
    if (w->handle.weak != NULL && !stress_overdue(&w->object))
        stress_handle_fails(stage, &w->handle, FAILURES);
    if (w->handle.weak != NULL)
        stress_handle_free(stage, &w->handle);
    stress_handle_check(&w->handle);
}

STRESS_SCENARIO(weak_upgrade) = {
    .name = "weak-upgrade",
    .summary = "one thread upgrades a weak reference, one releases the last strong one",
    .shares = true,
    .actors = 2,
    .variants = 2,
    .subjects = 1,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .judge = judge,
    .witness = "no upgrade succeeded, or none failed",
};
