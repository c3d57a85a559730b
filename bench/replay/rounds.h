/*
 * rounds.h: several kernels on one plan, measured side by side: each is played once in every round, in
 * an order that is new each time, so that what disturbs the machine for a while disturbs all alike.
 */
#ifndef RC_BENCH_REPLAY_ROUNDS_H
#define RC_BENCH_REPLAY_ROUNDS_H

#include "bench/replay/run.h"

/* The times of one kernel. */
typedef struct rc_replay_series {
    const rc_replay_kernel *kernel;
    double *seconds, *work;    /* by round, as in run.h */
    rc_replay_outcome outcome; /* with the median times; or the first that is a violation */
} rc_replay_series;

/* How often, and for how long. */
typedef struct rc_replay_effort {
    unsigned rounds;
    double patience;      /* seconds, after which five rounds are enough; 0: play all rounds */
    const uint64_t *seed; /* of the order in which the threads start, another one in each round; or
                             NULL: in that of their first event */
} rc_replay_effort;

/*
 * Fills the series of kernels whose first field is set, and returns how many rounds were played. One
 * that violates is not played again. Fails as rc_cli_fail does.
 */
unsigned rc_replay_rounds(rc_replay_series *series, unsigned kernels, rc_replay_plan *plan,
                          const rc_replay_effort *effort);
void rc_replay_series_free(rc_replay_series *series, unsigned kernels);

/* The middle of n numbers, which it puts in order. */
double rc_replay_median(double *numbers, unsigned n);

/* How often one series takes the time of another, with a 95 % interval. */
typedef struct rc_replay_ratio {
    double ratio, low, high; /* all 0 where there is none */
} rc_replay_ratio;

/*
 * The ratio of the two medians; the interval is that of redrawn rounds (bootstrap), whole rounds at a
 * time, since what was measured in one round was disturbed alike. Unless it is NULL, the median of `base` is
 * taken off both; there is no ratio if it leaves nothing of the lower one, as drawn at any time.
 */
rc_replay_ratio rc_replay_compare(const double *above, const double *below, const double *base,
                                  unsigned rounds);

#endif
