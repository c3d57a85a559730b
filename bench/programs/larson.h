/*
 * larson.h: the plan of the workload `larson`, after the benchmark of allocators of that name: objects that one thread
 * makes and another ends.
 *
 * Each thread has an array of LARSON_SLOTS objects, and replaces one of them after the other, drawn at random. After
 * `work` replacements all meet, and each goes on with the array of its neighbour; LARSON_ROUNDS times. So in each round
 * but the first most of what a thread ends has been made by another. Objects have from 16 to 15 + `size` bytes, and a
 * word that depends on who made them when.
 *
 * Larson, Krishnan, "Memory Allocation for Long-Running Server Applications", ISMM 1998.
 */
#ifndef RC_BENCH_PROGRAMS_LARSON_H
#define RC_BENCH_PROGRAMS_LARSON_H

#include "bench/programs/programs.h"

enum { LARSON_SLOTS = 1000, LARSON_ROUNDS = 8 };

/* The next replacement: which slot, how many bytes, and the word. */
typedef struct larson_step {
    size_t slot, bytes;
    uint64_t word;
} larson_step;

RC_BENCH_INLINE larson_step larson_draw(const rc_program_job *job, uint64_t *random)
{
    uint64_t number = rc_bench_random(random);
    larson_step step = {(number >> 32) * LARSON_SLOTS >> 32,
                        16 + (number & 0xFFFF) * job->size / 0x10000, number};
    return step;
}

/* Which array a thread has in a round. */
RC_BENCH_INLINE unsigned larson_array(const rc_program_job *job, unsigned thread, unsigned round)
{
    return (thread + round) % job->threads;
}

/* The sum of the words of all that ends, the arrays at the end included: what is replaced does not matter. */
static inline uint64_t larson_expected(const rc_program_job *job)
{
    uint64_t sum = 0;
    for (unsigned thread = 0; thread < job->threads; thread++) {
        uint64_t random = rc_program_seed(job->seed, thread);
        for (size_t i = 0; i < job->work * LARSON_ROUNDS; i++)
            sum += larson_draw(job, &random).word;
    }
    return sum;
}

#endif
