/*
 * convoy.c: C15b. A thread that answers requests, and lets the lock go for a moment at each, beside one that
 * computes: the convoy effect.
 */
#include "bench/claims/claim.h"
#include "bench/claims/lab.h"
#include "refcount/atomics.h"
#include "refcount/tool/cli.h"

#include <sched.h>

typedef struct road {
    const rc_ops *ops;
    rc_gil *gil;
    bool hogged;
    double seconds;
    _Atomic uint32_t over, ready;
    uint64_t requests, hog_steps;
    double hog_processor; /* seconds */
} road;

static void answer(road *w)
{
    while (w->hogged && rc_load_relaxed(&w->ready) == 0) /* relaxed, all: questions */
        sched_yield();
    double until = rc_tool_now() + w->seconds;
    lab_enter(w->ops, w->gil);
    for (; rc_tool_now() < until; w->requests++) {
        w->ops->thread_block_begin();
        sched_yield(); /* a system call that is over at once */
        w->ops->thread_block_end();
    }
    rc_store_relaxed(&w->over, 1);
    lab_leave(w->ops, w->gil);
}

static void compute(road *w)
{
    const claims_kernel *kernel = claims_kernel_of("plain");
    lab_enter(w->ops, w->gil);
    claims_node *node = kernel->make(NULL, NULL);
    rc_store_relaxed(&w->ready, 1);
    double before = rc_tool_thread_seconds();
    for (; rc_load_relaxed(&w->over) == 0; w->hog_steps += 1000)
        kernel->steps(node, 1000, 16, true);
    w->hog_processor = rc_tool_thread_seconds() - before;
    w->ops->release(node);
    lab_leave(w->ops, w->gil);
}

static void drive(void *arg, unsigned index)
{
    if (index == 0)
        answer(arg);
    else
        compute(arg);
}

typedef struct traffic {
    double rate;      /* requests in a second */
    double hog_share; /* of one processor */
    rc_gil_stats stats;
} traffic;

static traffic play(const rc_gil_options *options, bool hogged, double seconds)
{
    const rc_ops *ops = claims_kernel_of("plain")->ops;
    road w = {.ops = ops, .gil = lab_gil(ops, options), .hogged = hogged, .seconds = seconds};
    team_run(hogged ? 2 : 1, drive, &w);
    traffic t = {.rate = (double)w.requests / seconds, .hog_share = w.hog_processor / seconds};
    ops->gil_get_stats(w.gil, &t.stats);
    ops->gil_free(w.gil);
    return t;
}

static traffic sweep(claim_result *r, uint32_t interval, double seconds)
{
    traffic t = play(&(rc_gil_options){.interval = interval}, true, seconds);
    claim_point(r, "beside a thread that computes", interval, t.rate);
    claim_point(r, "one request per interval", interval, 1e6 / interval);
    return t;
}

static void run(claim_result *r)
{
    double alone = play(&(rc_gil_options){.interval = RC_GIL_INTERVAL}, false, 0.3).rate;
    claim_axes(r, "interval in microseconds", "requests in a second", true);
    static const uint32_t interval[] = {500, 1000, 5000, 20000};
    enum { INTERVALS = sizeof interval / sizeof interval[0], USUAL = 2 };
    traffic t[INTERVALS];
    for (unsigned i = 0; i < INTERVALS; i++) {
        t[i] = sweep(r, interval[i], 1.0);
        claim_point(r, "alone", interval[i], alone);
    }
    traffic eager = play(&(rc_gil_options){.interval = RC_GIL_INTERVAL, .eager = true}, true, 0.5);
    traffic ticks = play(&(rc_gil_options){.style = RC_GIL_TICKS}, true, 0.5);
    const traffic *usual = &t[USUAL];
    claim_number(r, "alone_per_second", alone);
    claim_number(r, "beside_a_hog_per_second", usual->rate);
    claim_number(r, "asking_at_once_per_second", eager.rate);
    claim_number(r, "by_ticks_per_second", ticks.rate);
    claim_number(r, "timeouts_per_request", (double)usual->stats.timeouts / (usual->rate + 1));
    claim_number(r, "hog_share", usual->hog_share);
    claim_gate(r, usual->hog_share > 0.75, "the thread that computes had %.0f %% of a processor",
               100 * usual->hog_share);
    claim_must(r, usual->rate > 0.5 * alone,
               "beside a thread that computes %.0f requests in a second are answered, alone %.0f: "
               "one for an "
               "interval of 5 ms",
               usual->rate, alone);
}

RC_CLAIM(convoy) = {
    .id = "C15b",
    .name = "convoy",
    .sentence = "They are served well even beside a thread that computes.",
    .built = "A thread that makes short system calls, for which it lets the lock go, beside one "
             "that never does.",
    .measured = "Requests in a second, alone and beside it, by the lock's interval.",
    .run = run,
};
