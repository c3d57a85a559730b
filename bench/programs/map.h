/*
 * map.h: the plan of the workload `map`: what is written into the map, and what it should hold at the end.
 *
 * Of `size` keys every other one is there at first. `work` updates, each of which makes a new version of the map and
 * publishes it: one half puts a key, the other removes one, if it is there. What a key is given is the number of the
 * version, so that a reader can tell whether it sees something that is younger than its snapshot.
 */
#ifndef RC_BENCH_PROGRAMS_MAP_H
#define RC_BENCH_PROGRAMS_MAP_H

#include "bench/programs/programs.h"

#include <stdlib.h>

enum {
    MAP_LOOKUPS = 16, /* in a snapshot */
    MAP_KEPT = 4,     /* snapshots that a reader holds on to */
    MAP_BITS = 4      /* of a key's hash that choose a child */
};

typedef struct map_update {
    uint64_t key;
    bool put;
} map_update;

RC_BENCH_INLINE map_update map_draw(const rc_program_job *job, uint64_t *random)
{
    uint64_t number = rc_bench_random(random);
    map_update update = {(number >> 32) * job->size >> 32, (number & 1) != 0};
    return update;
}

/* A permutation: two keys never have the same. */
RC_BENCH_INLINE uint64_t map_hash(uint64_t key)
{
    return key * UINT64_C(0x9E3779B97F4A7C15);
}

/* Which child of a node at this depth, 0 being the root. */
RC_BENCH_INLINE unsigned map_place(uint64_t key, unsigned depth)
{
    return (unsigned)(map_hash(key) << (MAP_BITS * depth) >> (64 - MAP_BITS));
}

RC_BENCH_INLINE uint64_t map_sum(uint64_t key, uint64_t version)
{
    return rc_program_mix(key, version);
}

/*
 * Both times of a run: that of a lookup, and that of an update as number[0]. One thread that does both has measured
 * each by itself; of several each had its share of the processors for all of the time.
 */
static inline void map_times(const rc_program_job *job, double seconds, double looking,
                             double updating, uint64_t lookups, rc_program_found *found)
{
    double share = rc_program_ns(seconds, job->threads, job->threads);
    bool alone = job->threads == 1;
    found->ns = (alone ? looking * 1e9 : share * (job->threads - 1)) / (double)lookups;
    found->number[0].what = "update";
    found->number[0].unit = "ns";
    found->number[0].value = (alone ? updating * 1e9 : share) / (double)job->work;
}

/* Of all that is in the last version. */
static inline uint64_t map_expected(const rc_program_job *job)
{
    uint64_t *version = (uint64_t *)calloc(job->size, sizeof *version); /* and one; 0: not there */
    uint64_t random = rc_program_seed(job->seed, 0), sum = 0;
    if (version == NULL)
        return 0;
    for (uint64_t key = 0; key < job->size; key += 2)
        version[key] = 1;
    for (uint64_t i = 1; i <= job->work; i++) {
        map_update update = map_draw(job, &random);
        version[update.key] = update.put ? i + 1 : 0;
    }
    for (uint64_t key = 0; key < job->size; key++)
        sum += version[key] > 0 ? map_sum(key, version[key] - 1) : 0;
    free(version);
    return sum;
}

#endif
