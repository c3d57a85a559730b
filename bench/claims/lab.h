/*
 * lab.h: a fixed amount of work, shared by threads, under an interpreter lock or none.
 */
#ifndef BENCH_CLAIMS_LAB_H
#define BENCH_CLAIMS_LAB_H

#include "bench/claims/kernel.h"
#include "bench/claims/team.h"

typedef struct lab_work {
    const claims_kernel *kernel;
    const rc_gil_options *gil; /* NULL: no lock */
    unsigned locks;            /* the threads are spread over so many; 0 is 1 */
    unsigned threads;
    uint64_t steps;   /* of all threads together */
    unsigned counted; /* of 64 steps */
} lab_work;

typedef struct lab_done {
    team_times times;
    rc_gil_stats gil; /* the sum over the locks */
} lab_done;

lab_done lab_run(const lab_work *work);

/* On the calling thread. */
rc_gil *lab_gil(const rc_ops *ops, const rc_gil_options *options);
void lab_enter(const rc_ops *ops, rc_gil *gil); /* attach, and take the lock unless it is NULL */
void lab_leave(const rc_ops *ops, rc_gil *gil);

#endif
