/*
 * coroutine_rules.c: C20b and C20c. What follows from the fact that a coroutine is never interrupted.
 */
#include "bench/claims/claim.h"
#include "bench/claims/lab.h"
#include "bench/claims/tasks.h"
#include "refcount/atomics.h"
#include "refcount/tool/cli.h"

enum { COROUTINES = 1000, STEPS = 100, POLITE = 100 };

/* ----------------------------------------------- the same with two threads, of which one does not block */

typedef struct pair {
    const rc_ops *ops;
    rc_gil *gil;
    _Atomic uint64_t steps;
    _Atomic uint32_t over;
    uint64_t meanwhile;
} pair;

static void run_beside(void *arg, unsigned index)
{
    pair *p = arg;
    lab_enter(p->ops, p->gil);
    if (index == 0) {
        while (rc_load_relaxed(&p->over) == 0) { /* relaxed, all: numbers */
            rc_fetch_add_relaxed(&p->steps, 1);
            p->ops->thread_poll();
        }
    } else {
        uint64_t before = rc_load_relaxed(&p->steps);
        for (double until = rc_tool_now() + 0.05; rc_tool_now() < until;)
            p->ops->thread_poll();
        p->meanwhile = rc_load_relaxed(&p->steps) - before;
        rc_store_relaxed(&p->over, 1);
    }
    lab_leave(p->ops, p->gil);
}

static void run_blocking(claim_result *r)
{
    const rc_ops *ops = claims_kernel_of("plain")->ops;
    claim_axes(r, "", "steps that the other one made meanwhile", false);
    lab_enter(ops, NULL);
    uint64_t coroutine = claims_tasks_at(0)->block(POLITE);
    lab_leave(ops, NULL);
    pair p = {.ops = ops, .gil = lab_gil(ops, &(rc_gil_options){.interval = 1000})};
    team_run(2, run_beside, &p);
    ops->gil_free(p.gil);
    claim_bar(r, "steps", "coroutines", (double)coroutine);
    claim_bar(r, "steps", "threads, GIL", (double)p.meanwhile);
    claim_must(r, coroutine == 0, "while one coroutine computed the other made %.0f steps",
               (double)coroutine);
    claim_must(r, p.meanwhile > 0, "while one thread computed the other made %.0f",
               (double)p.meanwhile);
}

static void run_exact(claim_result *r)
{
    const claims_tasks *tasks;
    claim_axes(r, "backend", "count of the shared object after all have ended", false);
    for (unsigned i = 0; (tasks = claims_tasks_at(i)) != NULL; i++) {
        const rc_ops *ops = claims_kernel_at(i)->ops;
        lab_enter(ops, NULL);
        uint64_t count = tasks->share(COROUTINES, STEPS);
        lab_leave(ops, NULL);
        claim_bar(r, "count", tasks->backend, (double)count);
        claim_must(r, count == 1, "%s: after %d steps of %d coroutines one reference is counted",
                   tasks->backend, COROUTINES * STEPS, COROUTINES);
    }
}

RC_CLAIM(coroutine_blocks) = {
    .id = "C20b",
    .name = "coroutine-blocks",
    .sentence =
        "A coroutine that does not yield stops all others; a thread under the GIL does not.",
    .built = "Two tasks, of which one computes for 20 or 50 ms, as coroutines and as threads.",
    .measured = "How many steps the other one made meanwhile.",
    .run = run_blocking,
};

RC_CLAIM(coroutine_exact) = {
    .id = "C20c",
    .name = "coroutine-exact",
    .sentence = "Coroutines on one thread need no lock for the counts that they share.",
    .built = "1000 coroutines that take references to one object and hold them while others run.",
    .measured = "The object's count in the end, on every backend, the unprotected one too.",
    .run = run_exact,
};
