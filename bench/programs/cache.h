/*
 * cache.h: the plan of the workload `cache`: of how many keys how many are in the cache.
 *
 * The cache holds `size` of them. Each look-up draws any key with the same probability, from so many that `mix` percent
 * are found. One that is not found is made and put in, and the key that was put in longest ago goes: whoever looks
 * something up may write. `work` look-ups for each thread.
 */
#ifndef RC_BENCH_PROGRAMS_CACHE_H
#define RC_BENCH_PROGRAMS_CACHE_H

#include "bench/programs/programs.h"

RC_BENCH_INLINE uint64_t cache_draw(const rc_program_job *job, uint64_t *random)
{
    return rc_program_draw(random, job->size * 100 / job->mix);
}

/* What belongs to a key. */
RC_BENCH_INLINE uint64_t cache_word(const rc_program_job *job, uint64_t key)
{
    return rc_program_mix(job->seed, key);
}

/* The sum of what is found or made. */
static inline uint64_t cache_expected(const rc_program_job *job)
{
    uint64_t sum = 0;
    for (unsigned thread = 0; thread < job->threads; thread++) {
        uint64_t random = rc_program_seed(job->seed, thread);
        for (size_t i = 0; i < job->work; i++)
            sum += cache_word(job, cache_draw(job, &random));
    }
    return sum;
}

#endif
