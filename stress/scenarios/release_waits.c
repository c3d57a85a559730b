/*
 * release-waits: there is no memory, so that two threads that give up the owner's objects cannot leave them
 * in its queue and go on: they wait until the owner has been there, or has gone.
 *
 * Hunts: what lies on the stack of a thread that waits, and is used after the thread was let go; a thread
 * that is let go too early, never, or for the wrong object; waiting for a thread that waits.
 *
 *   T1 (owner)                     T2                            T3
 *                                  release 1: queued, waits
 *                                                                release 2: queued, waits
 *   safepoint: merges 1
 *                                  goes on; its entry is gone
 *   looks for the next one there   <- not any more
 *
 * Variants: the owner comes by safepoints; by blocking regions; it is away meanwhile; or it waits itself, for
 * T2, which is the owner of an object that T1 gives up.
 *
 * Passes: no fault, and memory was asked for and not given. `plain` passes too: nobody counts what another
 * one counts.
 *
 *   release-waits  plain   sound
 *   release-waits  biased  sound
 */
#include "stress/harness/stage.h"
#include "stress/oracles/ledger.h"
#include "stress/schedule/points.h"

#include "refcount/atomics.h"
#include "refcount/platform.h"

enum { POLLS, BLOCKS, LEAVES, WAITS, VARIANTS };

typedef struct world {
    stress_subject ball[3]; /* T1's for T2 and for T3 to give up; T2's for T1 */
    _Atomic uint32_t done[STRESS_ACTORS];
} world;

/*
 * The library's allocator while this scenario plays. Memory is short from the first act to the end of a
 * world, or of all that are played together: nothing but entries of queues is wanted there.
 */
static rc_allocator plenty;
static _Atomic bool scarce;

static void *allocate(size_t size)
{
    if (!rc_load_relaxed(
            &scarce)) /* relaxed, everywhere: set by the thread itself, or long before */
        return plenty.allocate(size);
    stress_witness();
    return NULL;
}

static void make(stress_stage *stage)
{
    world *w = stage->world;
    if (rc_platform_allocator.allocate != allocate) {
        plenty = rc_platform_allocator;
        rc_set_allocator(&(rc_allocator){allocate, plenty.release});
    }
    rc_store_relaxed(&scarce, false);
    for (unsigned i = 0; i < 2; i++) {
        stress_make(stage, &w->ball[i], &stress_node_type);
        stress_hand_over(&w->ball[i], stress_self(), i + 1);
    }
}

static void prepare(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (stage->variant != WAITS || actor != 1)
        return;
    stress_make(stage, &w->ball[2], &stress_node_type);
    stress_hand_over(&w->ball[2], 1, 0);
}

static bool done(world *w, unsigned actor)
{
    return rc_load_acquire(&w->done[actor]) != 0;
}

/* At safepoints until the others are through. */
static void serve(stress_stage *stage, world *w, bool first, bool second, bool third)
{
    unsigned turns = 0;
    while ((first && !done(w, 0)) || (second && !done(w, 1)) || (third && !done(w, 2))) {
        if (stage->variant == BLOCKS) {
            stage->ops->thread_block_begin();
            stage->ops->thread_block_end();
        } else {
            stage->ops->thread_poll();
        }
        stress_waiting(&turns);
    }
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    rc_store_relaxed(&scarce, true);
    if (!stage->ops->get_backend()->deferred_death)
        stress_witness(); /* it has no queue, and needs no memory */
    if (actor != 0) {
        stress_release(stage, &w->ball[actor - 1]);
        stress_announce(&w->done[actor], 1);
        serve(stage, w, stage->variant == WAITS && actor == 1, false, false);
        return;
    }
    if (stage->variant == WAITS)
        stress_release(stage, &w->ball[2]);
    stress_announce(&w->done[0], 1);
    if (stage->variant == LEAVES) {
        stress_detach(stage->ops);
        stress_await(&w->done[1], 1);
        stress_await(&w->done[2], 1);
        stress_attach(stage->ops);
    } else {
        serve(stage, w, false, true, true);
    }
}

static void judge(stress_stage *stage)
{
    (void)stage;
    rc_store_relaxed(&scarce, false);
}

STRESS_SCENARIO(release_waits) = {
    .name = "release-waits",
    .summary = "two threads give up the owner's objects, and there is no memory for its queue",
    .actors = 3,
    .variants = VARIANTS,
    .makers = 1u << STRESS_MADE_BY_FIRST,
    .subjects = 3,
    .world_size = sizeof(world),
    .make = make,
    .prepare = prepare,
    .act = act,
    .judge = judge,
    .witness = "memory was never short",
};
