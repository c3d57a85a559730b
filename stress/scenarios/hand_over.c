/*
 * hand-over: threads under one interpreter lock use one object, and lose the lock at their safepoints.
 *
 * Under the lock no counting backend needs protection of its own: plain must be found sound. Hunts: two
 * holders at once; a wake-up that is lost; a request that nobody answers, or that stands when its waiter has
 * gone; a dropper that is the next holder though it was asked; the head of the line forgotten.
 *
 *   T1 holds                 T2 waits                  T3 waits
 *                            asks
 *   safepoint: drops
 *   stands                                             takes it, before T2 has woken up
 *                            taken: sleeps again
 *   goes on to take it       <- who is woken when T3 drops it?
 *
 * Variants: the styles of the lock; timed with a waiter that gives up; timed, and switched off by its first
 * holder.
 *
 * Passes: no fault, and somebody honoured a request and another one was next.
 *
 *   hand-over  plain   sound
 *   hand-over  biased  sound
 */
#include "stress/oracles/ledger.h"
#include "stress/schedule/points.h"

#include "refcount/atomics.h"

enum { TIMED, TICKS, TICKET, GIVES_UP, OFF, VARIANTS };

typedef struct world {
    stress_subject ball;
    rc_gil *gil;
    _Atomic uint32_t inside;
    _Atomic bool off;
} world;

static void make(stress_stage *stage)
{
    static const rc_gil_style style[VARIANTS] = {[TICKS] = RC_GIL_TICKS, [TICKET] = RC_GIL_TICKET};
    world *w = stage->world;
    w->gil = stage->ops->gil_new(
        &(rc_gil_options){.style = style[stage->variant], .interval = 3, .ticks = 1});
    if (w->gil == NULL)
        stress_fault(STRESS_CONTRACT, "no lock, though there is memory");
    stress_make(stage, &w->ball, &stress_node_type);
    for (unsigned i = 0; i < 3; i++) {
        if (i > 0)
            stress_retain(stage, &w->ball);
        if (i != stress_self())
            stress_hand_over(&w->ball, stress_self(), i);
    }
}

/* With the lock: alone, but where it was switched off; then the backend must be one for threads. */
static void be_inside(stress_stage *stage, world *w)
{
    bool alone =
        !rc_load_relaxed(&w->off); /* relaxed, all: a question must not order the threads */
    if (rc_fetch_add_relaxed(&w->inside, 1) != 0 && alone && !rc_load_relaxed(&w->off))
        stress_fault(STRESS_CONTRACT, "two threads hold the interpreter lock");
    if (alone || stage->ops->get_backend()->thread_safe) {
        stress_retain(stage, &w->ball);
        stress_use(stage, &w->ball);
        stress_release(stage, &w->ball);
    }
    rc_fetch_sub_relaxed(&w->inside, 1);
}

static void work(stress_stage *stage, world *w, unsigned actor)
{
    const rc_ops *ops = stage->ops;
    be_inside(stage, w);
    if (stage->variant == OFF && actor == 0) {
        rc_store_relaxed(&w->off, true);
        if (ops->gil_disable(w->gil) != 0)
            stress_fault(STRESS_CONTRACT, "its holder cannot switch the lock off");
    }
    stress_self_begins("rc_thread_poll");
    ops->thread_poll();
    stress_self_ends();
    be_inside(stage, w);
    if (ops->gil_drop(w->gil) != 0)
        stress_fault(STRESS_CONTRACT, "a holder cannot drop the lock");
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    bool brief = stage->variant == GIVES_UP && actor == 1;
    stress_self_begins("rc_gil_take");
    int taken = brief ? stage->ops->gil_take_within(w->gil, 5) : stage->ops->gil_take(w->gil);
    stress_self_ends();
    if (taken == 0)
        work(stage, w, actor);
    else if (!brief)
        stress_fault(STRESS_CONTRACT, "a thread cannot take the lock");
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
    if (stage->variant != TICKS && s.retaken > s.withdrawn)
        stress_fault(STRESS_CONTRACT, "who dropped the lock on request was the next to have it");
    if (stage->variant != OFF && s.takes != s.drops + s.honoured)
        stress_fault(STRESS_CONTRACT, "the lock was not dropped as often as taken");
    stage->ops->gil_free(w->gil);
}

STRESS_SCENARIO(hand_over) = {
    .name = "hand-over",
    .summary = "threads under one interpreter lock use one object and lose the lock at safepoints",
    .actors = 3,
    .variants = VARIANTS,
    .makers = 1u << STRESS_MADE_BY_FIRST | 1u << STRESS_MADE_BY_BYSTANDER,
    .subjects = 1,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .finish = finish,
    .judge = judge,
    .witness = "the lock was never handed over on request",
};
