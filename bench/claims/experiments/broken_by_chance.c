/*
 * broken_by_chance.c: C05b. The same without a script: how often it happens, by how long a thread may be
 * interrupted in the middle of an operation.
 */
#include "bench/claims/claim.h"
#include "bench/claims/lab.h"
#include "bench/claims/points.h"
#include "refcount/tool/cli.h"

#include <sched.h>
#include <stdio.h>

enum { OPERATIONS = 1000, RUNS = 40, LEAST = 4, THREADS = 2, SOAK = 200000 };
/* for one setting: on a busy machine who loses the processor is long in coming back */
static const double seconds = 1;

static _Thread_local uint64_t random_state;
static _Thread_local unsigned one_in;

/* Between load and store: loses the processor in one of so many cases. */
static void interrupt(void)
{
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    if (one_in != 0 && (random_state >> 33) % one_in == 0)
        sched_yield();
}

typedef struct trial {
    claims_counter *counter;
    unsigned one_in;
    uint64_t seed;
} trial;

static void count(void *arg, unsigned index)
{
    trial *r = arg;
    random_state = r->seed * 2 + index;
    one_in = r->one_in;
    claims_at_points(interrupt);
    for (int i = 0; i < OPERATIONS; i++) {
        claims_counter_retain(r->counter);
        claims_counter_release(r->counter);
    }
    claims_at_points(NULL);
}

typedef struct wrong {
    unsigned runs, lost, early;
} wrong;

static wrong play(unsigned one_in_so_many)
{
    wrong w = {0, 0, 0};
    double until = rc_tool_now() + seconds;
    while (w.runs < RUNS && (w.runs < LEAST || rc_tool_now() < until)) {
        trial r = {claims_counter_new(100), one_in_so_many, ++w.runs};
        team_run(THREADS, count, &r);
        uint64_t after = claims_counter_read(r.counter);
        w.lost += after > 100;
        w.early += after < 100;
        claims_counter_free(r.counter);
    }
    return w;
}

/* ------------------------------------------------------------- what is made for threads, as a control */

typedef struct soak {
    const claims_kernel *kernel;
    claims_node *shared;
} soak;

static void count_soundly(void *arg, unsigned index)
{
    soak *s = arg;
    (void)index;
    lab_enter(s->kernel->ops, NULL);
    s->kernel->pairs(s->shared, SOAK);
    lab_leave(s->kernel->ops, NULL);
}

static bool stays_right(const claims_kernel *kernel)
{
    soak s = {.kernel = kernel};
    lab_enter(kernel->ops, NULL);
    s.shared = kernel->make(NULL, NULL);
    team_run(THREADS, count_soundly, &s);
    bool right = kernel->ops->count(s.shared) == 1;
    kernel->ops->release(s.shared);
    lab_leave(kernel->ops, NULL);
    return right;
}

static void run(claim_result *r)
{
    static const unsigned one_in_so_many[] = {0, 1000, 100, 30, 10, 3, 1};
    claim_axes(r, "interruptions inside 1000 operations", "% of runs with a wrong count", false);
    unsigned wrongs = 0;
    for (unsigned i = 0; i < sizeof one_in_so_many / sizeof one_in_so_many[0]; i++) {
        wrong w = play(one_in_so_many[i]);
        char name[16];
        snprintf(name, sizeof name, "%u", one_in_so_many[i] > 0 ? 1000 / one_in_so_many[i] : 0);
        claim_bar(r, "too high: memory is lost", name, 100.0 * w.lost / w.runs);
        claim_bar(r, "too low: freed early", name, 100.0 * w.early / w.runs);
        wrongs += w.lost + w.early;
        if (one_in_so_many[i] == 0)
            claim_limit(r, w.lost + w.early < w.runs,
                        "without interruptions %u of %u runs of %d operations end with the right "
                        "count: such a "
                        "bug can sleep for long",
                        w.runs - w.lost - w.early, w.runs, THREADS * OPERATIONS);
    }
    claim_number(r, "wrong_runs", wrongs);
    claim_must(r, wrongs > 0, "%u runs ended with a wrong count", wrongs);
    const claims_kernel *kernel;
    for (unsigned i = 0; (kernel = claims_kernel_at(i)) != NULL; i++) {
        if (kernel->ops->get_backend()->thread_safe)
            claim_must(r, stays_right(kernel), "%s, made for threads, is right after %d operations",
                       kernel->ops->get_backend()->name, 2 * THREADS * SOAK);
    }
}

RC_CLAIM(broken_by_chance) = {
    .id = "C05b",
    .name = "broken-by-chance",
    .sentence = "Without a lock the count of a shared object goes wrong while a program runs.",
    .built =
        "Two threads count one object 1000 times; some lose the processor inside an operation.",
    .measured = "The share of up to 40 runs that ended with a wrong count, and in which direction.",
    .run = run,
};
