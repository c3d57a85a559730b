/*
 * larson.c: objects that one thread makes and another ends, each after a random time.
 *
 * The plainest hand-over there is: a whole array goes to the next thread, and no count is touched for that. A backend
 * with owners finds the last release of nearly every object on a thread that is not its owner.
 */
#include "bench/programs/kernel.h"
#include "bench/programs/larson.h"

typedef struct block {
    uint64_t word;
} block;

static __thread uint64_t sum_here;

static void block_destroy(void *object)
{
    sum_here += ((block *)object)->word;
}

static const rc_type block_type = {
    .name = "block", .size = sizeof(block), .destroy = block_destroy};

typedef struct arrays {
    const rc_program_job *job;
    block *(*array)[LARSON_SLOTS];
    uint64_t sum[RC_PROGRAM_MOST_THREADS];
} arrays;

static void replace(block **array, larson_step step)
{
    block *made = program_new(&block_type, step.bytes);
    made->word = step.word;
    program_release(array[step.slot]);
    array[step.slot] = made;
}

static void body(unsigned index, void *arg)
{
    arrays *all = arg;
    uint64_t random = rc_program_seed(all->job->seed, index);
    sum_here = 0;
    for (unsigned round = 0; round < LARSON_ROUNDS; round++) {
        block **array = all->array[larson_array(all->job, index, round)];
        for (size_t i = 0; i < all->job->work; i++) {
            replace(array, larson_draw(all->job, &random));
            if (i % 64 == 0)
                rc_thread_poll();
        }
        rc_team_meet();
    }
    block **array = all->array[index];
    for (size_t i = 0; i < LARSON_SLOTS; i++)
        program_release(array[i]);
    /* What others have left to this thread ends here, and what it has left to them there. */
    rc_team_meet();
    rc_thread_poll();
    all->sum[index] = sum_here;
}

static void larson(const rc_program_job *job, rc_program_found *found)
{
    arrays all = {.job = job, .array = calloc(job->threads, sizeof *all.array)};
    if (all.array == NULL)
        rc_cli_fail("no memory for the arrays");
    double seconds = program_team(job->threads, body, &all);
    for (unsigned i = 0; i < job->threads; i++)
        found->result += all.sum[i];
    found->ns =
        rc_program_ns(seconds, job->threads, (double)job->work * LARSON_ROUNDS * job->threads);
    free(all.array);
}

PROGRAM("larson", larson)
