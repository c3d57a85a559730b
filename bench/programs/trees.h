/*
 * trees.h: the plan of the workload `trees`: how many trees of which depth, and how many nodes that makes.
 *
 * The numbers are those of the benchmarks game: as many trees of depth d as make up the nodes of one of the
 * greatest depth, and sixteen of these; d in steps of two. One more tree lives from the beginning to the end.
 */
#ifndef RC_BENCH_PROGRAMS_TREES_H
#define RC_BENCH_PROGRAMS_TREES_H

#include "bench/programs/programs.h"

enum { TREES_LEAST_DEPTH = 4 };

/* Nodes of a complete tree; a single node has depth 0. */
RC_BENCH_INLINE uint64_t trees_nodes(size_t depth)
{
    return (UINT64_C(2) << depth) - 1;
}

/* Of `depth`, the share of one thread of several. */
RC_BENCH_INLINE size_t trees_of_depth(const rc_program_job *job, size_t depth, unsigned index)
{
    size_t all = (size_t)1 << (job->size - depth + TREES_LEAST_DEPTH);
    return all / job->threads + (index < all % job->threads);
}

/* All that are made: the one that lives long is `size` deep. */
static inline uint64_t trees_expected(const rc_program_job *job)
{
    uint64_t sum = trees_nodes(job->size);
    for (size_t depth = TREES_LEAST_DEPTH; depth <= job->size; depth += 2) {
        for (unsigned index = 0; index < job->threads; index++)
            sum += trees_of_depth(job, depth, index) * trees_nodes(depth);
    }
    return sum;
}

#endif
