/*
 * larson_bare.c: the workload `larson` with malloc and free alone: what it costs the allocator that one thread frees
 * what another has made.
 */
#include "bench/programs/larson.h"
#include "bench/programs/team.h"
#include "refcount/tool/cli.h"

#include <stdlib.h>
#include <string.h>

typedef struct arrays {
    const rc_program_job *job;
    uint64_t *(*array)[LARSON_SLOTS];
    uint64_t sum[RC_PROGRAM_MOST_THREADS];
} arrays;

static uint64_t drop(uint64_t *block)
{
    uint64_t word = block != NULL ? *block : 0;
    free(block);
    return word;
}

static void body(unsigned index, void *arg)
{
    arrays *all = arg;
    uint64_t random = rc_program_seed(all->job->seed, index), sum = 0;
    for (unsigned round = 0; round < LARSON_ROUNDS; round++) {
        uint64_t **array = all->array[larson_array(all->job, index, round)];
        for (size_t i = 0; i < all->job->work; i++) {
            larson_step step = larson_draw(all->job, &random);
            uint64_t *block = malloc(step.bytes);
            if (block == NULL)
                rc_cli_fail("no memory for the blocks");
            /* As objects are; not by calloc, which passes the thread's own cache by, and which gcc would make of it. */
            RC_BENCH_OPAQUE(block);
            memset(block, 0, step.bytes);
            *block = step.word;
            sum += drop(array[step.slot]);
            array[step.slot] = block;
        }
        rc_team_meet();
    }
    for (size_t i = 0; i < LARSON_SLOTS; i++)
        sum += drop(all->array[index][i]);
    all->sum[index] = sum;
}

static bool run(const rc_program_job *job, rc_program_found *found)
{
    static const rc_team_hooks none = {0};
    arrays all = {.job = job, .array = calloc(job->threads, sizeof *all.array)};
    if (all.array == NULL)
        return false;
    double seconds = rc_team_run(job->threads, &none, body, &all);
    for (unsigned i = 0; i < job->threads; i++)
        found->result += all.sum[i];
    found->ns =
        rc_program_ns(seconds, job->threads, (double)job->work * LARSON_ROUNDS * job->threads);
    free(all.array);
    return true;
}

__attribute__((constructor)) static void add(void)
{
    static const rc_program table = {.workload = "larson",
                                     .name = "bare",
                                     .description = "floor: malloc and free by hand, no counts",
                                     .rank = 1,
                                     .sharing = RC_PROGRAM_ANY_THREADS,
                                     .run = run};
    rc_program_add(&table);
}
