/*
 * programs.h: the table through which the suite `programs` reaches a workload, done by a backend, by a backend
 * and a scheme, or by a peer.
 *
 * A workload is a program in small. It is run as a whole, some number of times, and says what came out: the suite
 * compares that with what a sequential computation without any counting says, and with how many objects should
 * be left, before it believes a time.
 */
#ifndef RC_BENCH_PROGRAMS_PROGRAMS_H
#define RC_BENCH_PROGRAMS_PROGRAMS_H

#include "bench/micro/block.h"

#include <stdbool.h>

/* What is to be done. Of `size` and `mix` each workload says what they are of. */
typedef struct rc_program_job {
    size_t size;
    unsigned mix;
    size_t work; /* how often */
    unsigned threads;
    uint64_t seed;
} rc_program_job;

/* A number of a run beside its time: it is left out if it is 0. */
typedef struct rc_program_number {
    const char *what; /* update, longest, garbage */
    const char *unit;
    double value;
} rc_program_number;

enum { RC_PROGRAM_NUMBERS = 4, RC_PROGRAM_MOST_THREADS = 8 };

typedef struct rc_program_found {
    double ns;       /* of a processor, per operation */
    uint64_t result; /* as the sequential computation has it */
    uint64_t errors; /* things seen on the way that cannot be */
    uint64_t left;   /* objects that are still there and should not be */
    rc_program_number number[RC_PROGRAM_NUMBERS];
} rc_program_found;

/* What threads a table can do a workload with. */
typedef enum rc_program_sharing {
    RC_PROGRAM_ONE_THREAD,
    RC_PROGRAM_ANY_THREADS
} rc_program_sharing;

typedef struct rc_program {
    const char *workload;    /* trees */
    const char *name;        /* atomic, biased+epoch, std */
    const char *description; /* a line */
    unsigned rank;           /* the place in the list: ours first, then the peers */
    rc_program_sharing sharing;
    size_t most; /* the largest size that it can do; 0: any */
    /* False: this machine cannot do it. */
    bool (*run)(const rc_program_job *job, rc_program_found *found);
} rc_program;

/* A workload, whoever does it. */
typedef struct rc_program_shape {
    const char *label; /* of the size and the mix */
    size_t size;
    unsigned mix;
    size_t work, quick_work;          /* 0: not in a quick run */
    unsigned least, most;             /* threads: of 1, 2, 4, 8 those between */
    unsigned quick_least, quick_most; /* the same of a quick run */
} rc_program_shape;

typedef struct rc_program_workload {
    const char *name;
    const char *what;              /* a line */
    const rc_program_shape *shape; /* ends with one without a label */
    uint64_t (*expected)(const rc_program_job *job);
    bool by_clock; /* one thread too: what is timed are many short calls */
} rc_program_workload;

#ifdef __cplusplus
extern "C" {
#endif

/* Before main begins. */
void rc_program_add(const rc_program *added);

/* All; one without a name ends the list. */
extern const rc_program_workload rc_program_workloads[];

/* Nanoseconds of a processor per operation, when so many threads took so long: all that there are, or each its own. */
double rc_program_ns(double seconds, unsigned threads, double operations);

/*
 * The times of calls of one kind, in seconds: the longest and the median, as `longest` and `median` in microseconds,
 * from number[at] on: one call has no median. Sorts them. Returns the median, in seconds.
 */
double rc_program_pauses(rc_program_found *found, unsigned at, double *seconds, size_t count);

#ifdef __cplusplus
}
#endif

/* A word that depends on both, for checksums. */
RC_BENCH_INLINE uint64_t rc_program_mix(uint64_t a, uint64_t b)
{
    uint64_t x = (a ^ (b + UINT64_C(0x9E3779B97F4A7C15))) * UINT64_C(0xBF58476D1CE4E5B9);
    return x ^ x >> 31;
}

/* The state of the random numbers of one thread, or of one part of the work. */
RC_BENCH_INLINE uint64_t rc_program_seed(uint64_t seed, uint64_t part)
{
    return rc_program_mix(seed, part + 1) | 1;
}

/* A number below `bound`, which is at most 2^32. */
RC_BENCH_INLINE uint64_t rc_program_draw(uint64_t *random, uint64_t bound)
{
    return (rc_bench_random(random) >> 32) * bound >> 32;
}

#endif
