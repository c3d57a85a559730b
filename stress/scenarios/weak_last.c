/*
 * weak-last: the last release, an upgrade, and a third thread that upgrades too or frees its weak reference.
 *
 * Three parties decide who ends the object: whoever takes the count to zero, unless an upgrade is looking,
 * then the last upgrade to look away; and who frees the block of the weak references: the object's end or
 * the last handle. Hunts: an end that is left to nobody, one that two believe to be theirs, a block that is
 * freed while the third still holds a handle.
 *
 *   T1 last release         T2 upgrade              T3 upgrade
 *                           pins                    pins
 *   marks dead: pinned
 *                           refused, unpins: pinned
 *                                                   refused, unpins: must end it     <- or nobody does
 *
 * Variants: 0 T3 upgrades, 1 T3 upgrades and both keep what they got, 2 T3 frees its handle. There is a
 * handle for each, and none of them is the last to be freed by design.
 *
 * Passes: no fault, and upgrades went both ways.
 *
 *   weak-last  plain    broken        premature-free, use-after-free, leak ...
 *   weak-last  atomic   sound
 */
#include "stress/oracles/handles.h"

enum { BOTH_KEEP = 1, FREES = 2 };

typedef struct world {
    stress_subject object;
    stress_handle handle[3]; /* of each actor; the first one's is freed in the end */
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    stress_make(stage, &w->object, &stress_node_type);
    for (int i = 0; i < 3; i++)
        stress_handle_new(stage, &w->handle[i], &w->object);
    stress_hand_over(&w->object, stress_self(), 0);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    stress_handle *handle = &w->handle[actor];
    if (actor == 0) {
        stress_release(stage, &w->object);
        return;
    }
    if (actor == 2 && stage->variant == FREES) {
        stress_handle_free(stage, handle);
        return;
    }
    if (!stress_handle_upgrade(stage, handle)) {
        stress_handle_fails(stage, handle, 1);
    } else {
        if (!stage->scripted)
            stress_use(stage, &w->object);
        if (stage->variant != BOTH_KEEP)
            stress_release(stage, &w->object);
    }
    stress_handle_free(stage, handle);
}

static void judge(stress_stage *stage)
{
    world *w = stage->world;
    if (stress_handles_went_both_ways())
        stress_witness();
    if (!stress_overdue(&w->object))
        stress_handle_fails(stage, &w->handle[0], 2);
    stress_handle_free(stage, &w->handle[0]);
    stress_handle_check(&w->handle[0]);
}

STRESS_SCENARIO(weak_last) = {
    .name = "weak-last",
    .summary = "the last release, an upgrade, and a third thread that upgrades or frees its handle",
    .shares = true,
    .actors = 3,
    .variants = 3,
    .makers = 1 << STRESS_MADE_BY_FIRST | 1 << STRESS_MADE_BY_LAST | 1 << STRESS_MADE_BY_GONE,
    .subjects = 1,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .judge = judge,
    .witness = "no upgrade succeeded, or none failed",
};
