/*
 * cpu_bound.c: C14a and C14b. A fixed amount of computing, shared by 1 to 4 threads.
 */
#include "bench/claims/claim.h"
#include "bench/claims/lab.h"
#include "refcount/tool/cli.h"

#include <stdio.h>

enum { STEPS = 8000000, ROUNDS = 3, MOST_THREADS = 4 };

typedef struct discipline {
    const char *name, *backend;
    bool locked;
    rc_gil_options gil;
    unsigned fraction; /* of the work, where it is too slow for all of it */
} discipline;

static const discipline disciplines[] = {
    {"biased, no GIL", "biased", false, {.interval = 0}, 1},
    {"atomic, no GIL", "atomic", false, {.interval = 0}, 1},
    {"a lock per object", "mutex", false, {.interval = 0}, 1},
    {"GIL", "plain", true, {.interval = RC_GIL_INTERVAL}, 1},
    {"GIL by ticks", "plain", true, {.style = RC_GIL_TICKS}, 1},
    {"GIL in strict order", "plain", true, {.style = RC_GIL_TICKET}, 16},
    /* right here: nothing is shared */
    {"no lock, no protection", "plain", false, {.interval = 0}, 1},
};
enum { DISCIPLINES = sizeof disciplines / sizeof disciplines[0] };
enum { BIASED, ATOMIC, MUTEX, GIL, TICKS, TICKET, NONE };

/* What an experiment looks at. BIASED shows whether there are two processors. */
typedef struct choice {
    unsigned count, of[DISCIPLINES];
} choice;

static const choice new_ones = {5, {BIASED, ATOMIC, MUTEX, GIL, NONE}};
static const choice old_ones = {4, {BIASED, GIL, TICKS, TICKET}};

typedef struct table {
    const choice *choice;
    unsigned threads;
    double switches[DISCIPLINES]; /* in the last round */
    double given;                 /* processors that the threads under the GIL had, at the worst */
} table;

static double seconds(void *arg, unsigned which)
{
    table *t = arg;
    const discipline *d = &disciplines[t->choice->of[which]];
    lab_work w = {.kernel = claims_kernel_of(d->backend),
                  .gil = d->locked ? &d->gil : NULL,
                  .threads = t->threads,
                  .steps = STEPS / d->fraction,
                  .counted = 16};
    lab_done done = lab_run(&w);
    if (t->choice->of[which] == GIL && team_given(&done.times) < t->given)
        t->given = team_given(&done.times);
    t->switches[t->choice->of[which]] = (double)done.gil.switches * d->fraction;
    return done.times.wall * d->fraction;
}

/* Times against one thread of the same discipline. */
static void measure(claim_result *r, const choice *choice,
                    double slower[MOST_THREADS + 1][DISCIPLINES],
                    double switches[MOST_THREADS + 1][DISCIPLINES])
{
    double one[DISCIPLINES] = {0}, given = 1;
    claim_axes(r, "threads that share the work", "time against one thread", false);
    for (unsigned threads = 1; threads <= MOST_THREADS; threads++) {
        table t = {.choice = choice, .threads = threads, .given = given};
        double s[DISCIPLINES];
        team_alternate(choice->count, ROUNDS, seconds, &t, s);
        given = t.given;
        for (unsigned which = 0; which < choice->count; which++) {
            unsigned i = choice->of[which];
            one[i] = threads == 1 ? s[which] : one[i];
            slower[threads][i] = s[which] / one[i];
            switches[threads][i] = t.switches[i];
            claim_point(r, disciplines[i].name, threads, slower[threads][i]);
            char name[64];
            snprintf(name, sizeof name, "%s, %u threads: switches", disciplines[i].name, threads);
            if (disciplines[i].locked)
                claim_number(r, name, t.switches[i]);
        }
    }
    claim_gate(r, slower[2][BIASED] < 0.75,
               "two processors were there: without a lock two threads took %.2f of the time of one",
               slower[2][BIASED]);
    claim_gate(r, given > 0.75, "who held the lock had a processor for %.0f %% of the time",
               100 * given);
}

static void run_new(claim_result *r)
{
    double slower[MOST_THREADS + 1][DISCIPLINES], switches[MOST_THREADS + 1][DISCIPLINES];
    measure(r, &new_ones, slower, switches);
    for (unsigned threads = 2; threads <= MOST_THREADS; threads++)
        claim_must(r, slower[threads][GIL] > 0.9,
                   "%u threads under the GIL take %.2f times as long as one", threads,
                   slower[threads][GIL]);
}

static void run_old(claim_result *r)
{
    double slower[MOST_THREADS + 1][DISCIPLINES], switches[MOST_THREADS + 1][DISCIPLINES];
    measure(r, &old_ones, slower, switches);
    double most = slower[2][TICKS] > slower[4][TICKS] ? slower[2][TICKS] : slower[4][TICKS];
    claim_must(r, most > 1.15, "by ticks, two or four threads take up to %.2f times as long as one",
               most);
    claim_must(r, switches[4][TICKS] > 2 * switches[4][GIL],
               "four threads: %.0f switches by ticks, %.0f by intervals", switches[4][TICKS],
               switches[4][GIL]);
    claim_limit(r, slower[2][TICKET] > slower[2][TICKS],
                "strict order is no cure: %.1f times as long, with a switch after every 100 steps",
                slower[2][TICKET]);
}

RC_CLAIM(cpu_bound) = {
    .id = "C14a",
    .name = "cpu-bound",
    .sentence = "Threads that compute gain nothing from several processors under the GIL.",
    .built = "One amount of work, shared by 1 to 4 threads, under the GIL, with a lock in each "
             "object, and without a lock.",
    .measured = "The time against one thread, medians of alternating rounds; switches.",
    .run = run_new,
};

RC_CLAIM(old_lock) = {
    .id = "C14b",
    .name = "old-lock",
    .sentence = "With the GIL of Python 2 such threads are slower than one.",
    .built = "The same work under a lock that is dropped and taken again after every 100 steps.",
    .measured = "The time against one thread, and how often the lock changed hands.",
    .run = run_old,
};
