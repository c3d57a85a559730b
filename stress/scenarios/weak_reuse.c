/*
 * weak-reuse: the last reference goes, and a new object takes the dead one's address, while another thread
 * upgrades a weak reference to the dead one.
 *
 * Weak references are found by their object's address. So the address must mean nothing any more once the
 * object has died: not to an upgrade that is late, and not to the new object, whose weak references are its
 * own. Hunts: an upgrade that looks at memory that has been freed (its header is a living object's by now),
 * a table entry that outlives its object. The allocator hands out a thread's last block again at once.
 *
 *   T1                             T2 upgrade
 *                                  finds the object alive
 *   last release: destroys, frees
 *   new object, at the same address
 *                                  counts 1 -> 2: a reference to another object    <- use after free
 *
 * Passes: no fault, and upgrades went both ways. (With AddressSanitizer an address is not used again; there
 * the late look itself is seen.)
 *
 *   weak-reuse  plain    broken        premature-free, use-after-free ...
 *   weak-reuse  atomic   sound
 */
#include "stress/oracles/handles.h"
#include "stress/oracles/quarantine.h"

typedef struct world {
    stress_subject object, successor;
    stress_handle handle, successors;
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    stress_quarantine_reuse();
    stress_make(stage, &w->object, &stress_node_type);
    stress_handle_new(stage, &w->handle, &w->object);
    stress_hand_over(&w->object, stress_self(), 0);
}

static void replace(stress_stage *stage, world *w)
{
    stress_release(stage, &w->object);
    stress_make(stage, &w->successor, &stress_node_type);
    stress_handle_new(stage, &w->successors, &w->successor);
    if (!stress_handle_upgrade(stage, &w->successors))
        stress_fault(STRESS_CONTRACT, "an upgrade failed though its caller holds the object");
}

static void upgrade(stress_stage *stage, world *w)
{
    if (stress_handle_upgrade(stage, &w->handle))
        stress_release(stage, &w->object);
    else
        stress_handle_fails(stage, &w->handle, 1);
    stress_handle_free(stage, &w->handle);
}

static void act(stress_stage *stage, unsigned actor)
{
    if (actor == 0)
        replace(stage, stage->world);
    else
        upgrade(stage, stage->world);
}

static void judge(stress_stage *stage)
{
    world *w = stage->world;
    if (stress_handles_went_both_ways())
        stress_witness();
    if (!stress_overdue(&w->successor))
        stress_handle_fails(stage, &w->successors, 2);
    stress_handle_free(stage, &w->successors);
}

STRESS_SCENARIO(weak_reuse) = {
    .name = "weak-reuse",
    .summary = "a late upgrade, while a new object takes the dead one's address",
    .shares = true,
    .actors = 2,
    .makers = 1 << STRESS_MADE_BY_FIRST | 1 << STRESS_MADE_BY_LAST | 1 << STRESS_MADE_BY_GONE,
    .subjects = 2,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .judge = judge,
    .witness = "no upgrade succeeded, or none failed",
};
