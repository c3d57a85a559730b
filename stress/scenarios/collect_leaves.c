/*
 * collect-leaves: a thread collects while another one blocks, comes back, detaches, ends, or is born.
 *
 * The other thread is the owner of a ring's first member, and gives up its reference before it goes; the
 * collecting thread, or its maker, owns the second.
 *
 *   0 blocks    goes into a blocking region and comes out of it: the end may have to wait for the collector
 *   1 nested    the same with a region inside the region
 *   2 detaches  and attaches again
 *   3 exits     a thread that makes a ring, and ends without a word
 *   4 exits in  the same, inside a blocking region
 *   5 polls     stays, and comes by a safepoint
 *
 *   T1 collects                    T2
 *   asks all threads to stop
 *                                  goes into a region: counts as stopped
 *   all stand still: judges
 *                                  comes out of it, touches an object     <- must wait
 *   ... or T2 has looked for requests before it was asked, and leaves:
 *   waits for it                                                           <- for ever
 *
 * Hunts: waiting for those who are gone, a thread that goes on too early, counts of an owner that nobody
 * merged. Passes: no fault, and every ring is gone after one more collection.
 *
 *   collect-leaves  biased   sound
 */
#include "gc/cycles/ops.h"
#include "stress/harness/stage.h"
#include "stress/harness/stand_in.h"
#include "stress/oracles/ledger.h"
#include "stress/schedule/points.h"

#include "refcount/atomics.h"

enum { BLOCKS, NESTED, DETACHES, EXITS, EXITS_INSIDE, POLLS, VARIANTS };
enum { MEMBERS = 2, NEWBORN = MEMBERS, OBJECTS };

typedef struct world {
    stress_subject object[OBJECTS];
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    stress_make(stage, &w->object[1], &stress_knot_type);
    stress_hand_over(&w->object[1], stress_self(), 1);
}

static void prepare(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor != 1)
        return;
    stress_make(stage, &w->object[0], &stress_knot_type);
    stress_link(stage, &w->object[0], 0, &w->object[1]);
    stress_retain(stage, &w->object[0]);
    stress_link(stage, &w->object[1], 0, &w->object[0]);
}

static void make_ring(stress_stage *stage)
{
    world *w = stage->world;
    stress_make(stage, &w->object[NEWBORN], &stress_knot_type);
    stress_retain(stage, &w->object[NEWBORN]);
    stress_link(stage, &w->object[NEWBORN], 0, &w->object[NEWBORN]);
    stress_release(stage, &w->object[NEWBORN]);
}

static void live(stress_stage *stage)
{
    stress_attach(stage->ops);
    make_ring(stage);
    if (stage->variant == EXITS_INSIDE)
        stage->ops->thread_block_begin();
}

static void go(stress_stage *stage)
{
    const rc_ops *ops = stage->ops;
    switch (stage->variant) {
    case BLOCKS:
    case NESTED:
        ops->thread_block_begin();
        if (stage->variant == NESTED) {
            ops->thread_block_begin();
            ops->thread_block_end();
        }
        stress_point("inside");
        ops->thread_block_end();
        break;
    case DETACHES:
        stress_detach(ops);
        stress_attach(ops);
        break;
    case POLLS:
        ops->thread_poll();
        break;
    default:
        ops->thread_block_begin();
        stress_stand_in(live, stage);
        ops->thread_block_end();
    }
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 0) {
        stress_self_begins("rc_collect");
        rc_cycles_ops_of(stage->ops)->collect();
        stress_self_ends();
        return;
    }
    stress_release(stage, &w->object[0]);
    go(stage);
    if (stage->variant < EXITS)
        make_ring(stage);
}

static void judge(stress_stage *stage)
{
    world *w = stage->world;
    rc_cycles_ops_of(stage->ops)->collect();
    for (unsigned i = 0; i < OBJECTS; i++) {
        if (rc_load_relaxed(&w->object[i].made) != 0 && !stress_destroyed(&w->object[i]))
            stress_fault(STRESS_LEAK, "object %u was not collected", i);
    }
}

STRESS_SCENARIO(collect_leaves) = {
    .name = "collect-leaves",
    .summary = "a thread collects while another one blocks, detaches, ends, or is born",
    .actors = 2,
    .variants = VARIANTS,
    .stops = true,
    .subjects = OBJECTS,
    .world_size = sizeof(world),
    .make = make,
    .prepare = prepare,
    .act = act,
    .judge = judge,
};
