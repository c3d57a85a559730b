/*
 * team.h: threads for experiments: that begin together, and how much of the time they really ran.
 */
#ifndef BENCH_CLAIMS_TEAM_H
#define BENCH_CLAIMS_TEAM_H

#include <stdbool.h>

enum { CLAIMS_MOST_THREADS = 32 };

typedef struct team_times {
    double wall;      /* from the common beginning to the end of the last */
    double processor; /* of all threads together */
    double share; /* of what their processors could have given them; 1: nothing else ran there */
} team_times;

/*
 * Runs body(arg, index) on `count` threads, pinned to processors in turn, which begin together and are
 * waited for.
 */
team_times team_run(unsigned count, void (*body)(void *arg, unsigned index), void *arg);

/*
 * Processors that the threads had together. Under a lock 1 is all that they could have; well below it other work
 * had what was theirs, and what was measured says more about that.
 */
static inline double team_given(const team_times *times)
{
    return times->processor / times->wall;
}

/* The median of `count` numbers, which are sorted by it. */
double team_median(double *value, unsigned count);

/*
 * Measures `variants` things in turn, `rounds` times each, and leaves the median of each. Whatever disturbs
 * the machine for a while disturbs all of them.
 */
void team_alternate(unsigned variants, unsigned rounds,
                    double (*measure)(void *arg, unsigned which), void *arg, double *median);

#endif
