/*
 * drops.h: the plan of the workloads `drop-...`: graphs whose last reference is given up.
 *
 *   drop-chain   each object refers to the next
 *   drop-tree    a complete binary tree; the children of object i are 2i+1 and 2i+2
 *   drop-star    one object refers to all others
 *
 * mix: DROPS_HERE, the thread that made them gives them up; DROPS_FAR, another thread does. `work` graphs, one after
 * the other. Each object has a number, and its destroy function adds up what was made of it.
 */
#ifndef RC_BENCH_PROGRAMS_DROPS_H
#define RC_BENCH_PROGRAMS_DROPS_H

#include "bench/programs/programs.h"

enum { DROPS_HERE, DROPS_FAR };

static inline uint64_t drops_expected(const rc_program_job *job)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < job->size; i++)
        sum += rc_program_mix(job->seed, i);
    return sum * job->work;
}

#endif
