/*
 * rounds.c: several kernels on one plan, measured side by side.
 */
#include "bench/replay/rounds.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bench/replay/random.h"
#include "refcount/tool/cli.h"

static void *room(size_t n, size_t size)
{
    void *memory = calloc(n, size);
    if (!memory)
        rc_cli_fail("%s", strerror(ENOMEM));
    return memory;
}

static uint32_t *identity(uint32_t n)
{
    uint32_t *order = room(n, sizeof *order);
    for (uint32_t i = 0; i < n; i++)
        order[i] = i;
    return order;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double rc_replay_median(double *numbers, unsigned n)
{
    qsort(numbers, n, sizeof *numbers, by_size);
    return (numbers[n / 2] + numbers[(n - 1) / 2]) / 2;
}

/* The median, of numbers that stay as they are. */
static double middle(const double *numbers, unsigned n)
{
    double *copy = room(n, sizeof *copy);
    memcpy(copy, numbers, n * sizeof *copy);
    double median = rc_replay_median(copy, n);
    free(copy);
    return median;
}

static void play_once(rc_replay_series *one, rc_replay_plan *plan, const uint32_t *threads,
                      unsigned round)
{
    rc_replay_run(one->kernel, plan, threads, &one->outcome);
    if (one->outcome.failure)
        rc_cli_fail("%s: %s", one->kernel->backend->name, one->outcome.failure);
    one->seconds[round] = one->outcome.seconds;
    one->work[round] = one->outcome.work;
}

/* On a busy machine threads that depend on each other may take a thousand times as long as else. */
static bool is_enough(const rc_replay_effort *effort, unsigned rounds, double start)
{
    enum { ENOUGH = 5 };
    return rounds >= effort->rounds ||
           (effort->patience > 0 && rounds >= ENOUGH && rc_tool_now() - start > effort->patience);
}

unsigned rc_replay_rounds(rc_replay_series *series, unsigned kernels, rc_replay_plan *plan,
                          const rc_replay_effort *effort)
{
    uint32_t *threads = identity(plan->threads), *order = identity(kernels);
    uint64_t state = effort->seed ? *effort->seed : 0;
    double start = rc_tool_now();
    unsigned rounds = 0;
    for (unsigned i = 0; i < kernels; i++) {
        series[i].seconds = room(effort->rounds, sizeof *series[i].seconds);
        series[i].work = room(effort->rounds, sizeof *series[i].work);
    }
    for (; !is_enough(effort, rounds, start); rounds++) {
        if (effort->seed)
            rc_replay_shuffle(threads, plan->threads, &state);
        if (rounds > 0)
            rc_replay_shuffle(order, kernels, &state);
        for (unsigned i = 0; i < kernels; i++) {
            rc_replay_series *one = &series[order[i]];
            rc_tool_progress("  %u of %u: %s", rounds + 1, effort->rounds,
                             one->kernel->backend->name);
            if (one->outcome.violations == 0)
                play_once(one, plan, threads, rounds);
        }
    }
    rc_tool_progress("%s", "");
    for (unsigned i = 0; i < kernels; i++)
        if (series[i].outcome.violations == 0) {
            series[i].outcome.seconds = middle(series[i].seconds, rounds);
            series[i].outcome.work = middle(series[i].work, rounds);
        }
    free(threads);
    free(order);
    return rounds;
}

void rc_replay_series_free(rc_replay_series *series, unsigned kernels)
{
    for (unsigned i = 0; i < kernels; i++) {
        free(series[i].seconds);
        free(series[i].work);
    }
}

/* The median of the rounds drawn, less that of the base: so the ratio is that of the two differences of
 * medians that stand beside it in the table. */
static double median_of(const double *seconds, const double *base, const uint32_t *drawn,
                        double *scratch, unsigned rounds)
{
    for (unsigned i = 0; i < rounds; i++)
        scratch[i] = seconds[drawn[i]];
    double median = rc_replay_median(scratch, rounds);
    return base ? median - median_of(base, NULL, drawn, scratch, rounds) : median;
}

rc_replay_ratio rc_replay_compare(const double *above, const double *below, const double *base,
                                  unsigned rounds)
{
    enum { DRAWS = 2000 };
    uint32_t *drawn = identity(rounds);
    double *scratch = room(rounds, sizeof *scratch), *ratio = room(DRAWS, sizeof *ratio);
    rc_replay_ratio found = {0};
    uint64_t state = 1;
    double under = median_of(below, base, drawn, scratch, rounds);
    bool defined = under > 0;
    if (defined)
        found.ratio = median_of(above, base, drawn, scratch, rounds) / under;
    for (unsigned i = 0; i < DRAWS && defined; i++) {
        for (unsigned k = 0; k < rounds; k++)
            drawn[k] = rc_replay_random(&state, rounds);
        under = median_of(below, base, drawn, scratch, rounds);
        defined = under > 0;
        ratio[i] = median_of(above, base, drawn, scratch, rounds) / under;
    }
    if (defined) {
        qsort(ratio, DRAWS, sizeof *ratio, by_size);
        found.low = ratio[DRAWS / 40];
        found.high = ratio[DRAWS - 1 - DRAWS / 40];
    } else {
        found = (rc_replay_ratio){0};
    }
    free(drawn);
    free(scratch);
    free(ratio);
    return found;
}
