/*
 * owner-blocks: an owner goes into a blocking region and comes out of it while others release.
 *
 * Inside it counts nothing and others merge in its place; outside it counts again. Hunts: a merge that is
 * under way when the owner comes back; two of them at once, of which one is over; a release that read the
 * queue while it was open and pushes after it was closed, or the other way round.
 *
 *   T1 (owner)             T2                              T3
 *   block_begin: closes
 *                          release 1: enters               release 2: enters
 *                          merges, leaves
 *   block_end: opens?                                      still reads T1's count
 *   release 2: counts                                      writes                 <- lost
 *
 * And an owner that is taken for outside, so that the object waits for a thread that may sleep for long.
 *
 * Variants: a region, and T1 keeps a reference; nested regions, of which only the outer one counts, and T1
 * keeps none; T2 takes a reference of its own first; T3 gives up a second object at the same time.
 *
 * Passes: no fault, and an object was given up while its owner was inside.
 *
 *   owner-blocks  plain   broken    leak, premature-free, late-garbage
 *   owner-blocks  biased  sound
 */
#include "stress/oracles/ledger.h"
#include "stress/schedule/points.h"

#include "refcount/atomics.h"

enum { ONCE, NESTED, TAKES, TWO_MERGERS, VARIANTS };

typedef struct world {
    stress_subject ball[2];
    _Atomic bool inside;
} world;

/* T1 keeps a reference to the last one, but for one variant. */
static void make(stress_stage *stage)
{
    world *w = stage->world;
    unsigned last = stage->variant == TWO_MERGERS ? 1 : 0;
    for (unsigned i = 0; i <= last; i++) {
        stress_make(stage, &w->ball[i], &stress_node_type);
        if (i == last && stage->variant != NESTED)
            stress_retain(stage, &w->ball[i]);
        stress_hand_over(&w->ball[i], 0, i + 1);
    }
}

static void block(stress_stage *stage, world *w)
{
    const rc_ops *ops = stage->ops;
    ops->thread_block_begin();
    if (stage->variant == NESTED) {
        ops->thread_block_begin();
        ops->thread_block_end();
    }
    rc_store_relaxed(&w->inside, true); /* relaxed, all: a question must not order the threads */
    stress_point("inside");
    rc_store_relaxed(&w->inside, false);
    ops->thread_block_end();
    for (unsigned i = 0; i < 2; i++) {
        if (stress_held_by(&w->ball[i], 0) > 0)
            stress_release(stage, &w->ball[i]);
    }
}

/* What was given up for good while the owner was inside all along has ended, on this thread. */
static void give_up(stress_stage *stage, world *w, stress_subject *mine)
{
    bool inside = rc_load_relaxed(&w->inside);
    stress_release(stage, mine);
    bool waits =
        stress_overdue(mine); /* before the second question: afterwards T1 gives up its own */
    if (!inside || !rc_load_relaxed(&w->inside))
        return;
    stress_witness();
    if (waits)
        stress_fault(STRESS_LATE_GARBAGE, "an object waits for its owner, which is blocked");
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 0) {
        block(stage, w);
        return;
    }
    stress_subject *mine = &w->ball[actor - 1];
    if (stage->variant == TAKES && actor == 1)
        stress_retain(stage, mine);
    while (stress_held_by(mine, actor) > 0)
        give_up(stage, w, mine);
}

static unsigned cast(const stress_stage *stage)
{
    return stage->variant == TWO_MERGERS ? 3 : 2;
}

STRESS_SCENARIO(owner_blocks) = {
    .name = "owner-blocks",
    .summary = "the owner goes into a blocking region and out of it while others release",
    .shares = true,
    .actors = 3,
    .variants = VARIANTS,
    .cast = cast,
    .makers = 1u << STRESS_MADE_BY_FIRST,
    .subjects = 2,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .witness = "no object was given up while its owner was inside",
};
