/*
 * convoy: a thread that lets the interpreter lock go for a moment, again and again, beside one that never does.
 *
 * The second has the lock whenever the first wants it back, which is slow: it waits for an interval, asks,
 * and is answered at a safepoint. It must get it all the same, each time; and what both touch is touched by
 * one at a time. Hunts: a request that is lost when its thread is away, or when the lock changes hands
 * between the end of the patience and the request; a wake-up that goes to a thread that cannot use it.
 *
 *   T1 (echo)                    T2 (hog)
 *   region: drops, wakes T2
 *                                takes it
 *   region ends: waits; asks
 *                                safepoint: drops, stands
 *   takes it                     goes on to wait
 *
 * Variants: timed; timed, asking at once; in strict order; timed, without standing: then T1 depends on luck,
 * and T2 has mercy after a number of safepoints.
 *
 * Passes: no fault, and the hog has dropped the lock on request.
 *
 *   convoy  plain   sound
 *   convoy  biased  sound
 */
#include "stress/oracles/ledger.h"
#include "stress/schedule/points.h"

#include "refcount/atomics.h"
#include "refcount/platform.h"

enum { TIMED, EAGER, TICKET, UNFORCED, VARIANTS };
enum { ROUNDS = 2, MERCY = 64 };

typedef struct world {
    stress_subject ball;
    rc_gil *gil;
    _Atomic uint32_t done;
    uint64_t touched; /* plain */
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    w->gil = stage->ops->gil_new(
        &(rc_gil_options){.style = stage->variant == TICKET ? RC_GIL_TICKET : RC_GIL_TIMED,
                          .interval = 3,
                          .ticks = 1,
                          .eager = stage->variant == EAGER,
                          .unforced = stage->variant == UNFORCED});
    if (w->gil == NULL)
        stress_fault(STRESS_CONTRACT, "no lock, though there is memory");
    stress_make(stage, &w->ball, &stress_node_type);
    stress_retain(stage, &w->ball);
    if (stress_self() != 0)
        stress_hand_over(&w->ball, stress_self(), 0);
    if (stress_self() != 1)
        stress_hand_over(&w->ball, stress_self(), 1);
}

static void touch(stress_stage *stage, world *w)
{
    w->touched++;
    stress_retain(stage, &w->ball);
    stress_release(stage, &w->ball);
}

static void echo(stress_stage *stage, world *w)
{
    const rc_ops *ops = stage->ops;
    for (unsigned i = 0; i < ROUNDS; i++) {
        touch(stage, w);
        stress_self_begins("rc_thread_block_begin");
        ops->thread_block_begin();
        ops->thread_block_end();
        stress_self_ends();
    }
    stress_announce(&w->done, 1);
}

static void hog(stress_stage *stage, world *w)
{
    unsigned turns = 0, polls = 0;
    while (rc_load_relaxed(&w->done) == 0 && (stage->variant != UNFORCED || polls++ < MERCY)) {
        touch(stage, w);
        stage->ops->thread_poll();
        stress_waiting(&turns);
    }
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (stage->ops->gil_take(w->gil) != 0)
        stress_fault(STRESS_CONTRACT, "a thread cannot take the lock");
    if (actor == 0)
        echo(stage, w);
    else
        hog(stage, w);
    if (stage->ops->gil_drop(w->gil) != 0)
        stress_fault(STRESS_CONTRACT, "a holder cannot drop the lock");
}

/* Under the lock too: plain is no backend for threads without it. */
static void finish(stress_stage *stage, unsigned place)
{
    world *w = stage->world;
    bool taken = stage->ops->gil_take(w->gil) == 0;
    stress_give_back(stage, &w->ball, place);
    if (!taken || stage->ops->gil_drop(w->gil) != 0)
        stress_fault(STRESS_CONTRACT, "a thread cannot take and drop the lock");
}

static void judge(stress_stage *stage)
{
    world *w = stage->world;
    rc_gil_stats s;
    stage->ops->gil_get_stats(w->gil, &s);
    if (s.handed > 0)
        stress_witness();
    if (stage->variant != UNFORCED && s.retaken > 0)
        stress_fault(STRESS_CONTRACT, "who dropped the lock on request was the next to have it");
    if (s.drops < ROUNDS + 2)
        stress_fault(STRESS_CONTRACT, "a blocking region did not let the lock go");
    stage->ops->gil_free(w->gil);
}

STRESS_SCENARIO(convoy) = {
    .name = "convoy",
    .summary = "a thread that often blocks for a moment, beside one that never lets the lock go",
    .actors = 2,
    .variants = VARIANTS,
    .makers = 1u << STRESS_MADE_BY_FIRST,
    .subjects = 1,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .finish = finish,
    .judge = judge,
    .witness = "the lock was never handed over on request",
};
