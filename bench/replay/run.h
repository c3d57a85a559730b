/*
 * run.h: replays a plan once with one backend: threads, clock and verdict.
 */
#ifndef RC_BENCH_REPLAY_RUN_H
#define RC_BENCH_REPLAY_RUN_H

#include "bench/replay/kernel.h"

typedef struct rc_replay_outcome {
    double seconds;      /* from the common start to the end of the last thread */
    double work;         /* processor seconds of all threads in between, their waits' included */
    uint64_t violations; /* objects that did not die once, where they should */
    char first[160];     /* the first of these, as a sentence */
    const char *failure; /* NULL, or why the replay could not be done at all */
} rc_replay_outcome;

/*
 * One thread for each thread of the trace. They are started in the order of `order`, a permutation
 * of the threads, and pinned in this order to the processors that the process may use, round robin.
 */
void rc_replay_run(const rc_replay_kernel *kernel, rc_replay_plan *plan, const uint32_t *order,
                   rc_replay_outcome *outcome);

#endif
