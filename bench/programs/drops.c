/*
 * drops.c: the end of deep and of wide graphs: how long the last release takes, which is a pause of the thread that
 * happens to do it, and what an object costs.
 *
 * If another thread gives the graph up (DROPS_FAR) a backend with owners leaves its end to the thread that made it: the
 * pause is in that thread's safepoint then, and the release is short. What is the longest either way is `longest`;
 * `release` is what the releasing thread alone was held up.
 */
#include "bench/programs/drops.h"
#include "bench/programs/kernel.h"

#include "refcount/atomics.h"

#include <sched.h>

typedef struct vertex {
    uint64_t number;
    size_t edges;
    struct vertex *edge[];
} vertex;

static __thread const rc_program_job *job_here;
/* Of all that have ended: the sum of their words, and how many they are. */
static __thread uint64_t sum_here, ended_here;

static void vertex_destroy(void *object)
{
    vertex *self = object;
    sum_here += rc_program_mix(job_here->seed, self->number);
    ended_here++;
    for (size_t i = 0; i < self->edges; i++)
        program_release(self->edge[i]);
}

static const rc_type vertex_type = {.name = "vertex", .destroy = vertex_destroy};

static vertex *make(uint64_t number, size_t edges)
{
    vertex *self = program_new(&vertex_type, sizeof *self + edges * sizeof *self->edge);
    self->number = number;
    self->edges = edges;
    return self;
}

typedef vertex *maker(size_t size);

static vertex *make_chain(size_t size)
{
    vertex *first = make(size - 1, 0);
    for (size_t i = size - 1; i > 0; i--) {
        vertex *before = make(i - 1, 1);
        before->edge[0] = first;
        first = before;
    }
    return first;
}

static vertex *make_branch(size_t size, size_t number)
{
    size_t left = 2 * number + 1;
    vertex *self = make(number, left + 1 < size ? 2 : left < size ? 1 : 0);
    for (size_t i = 0; i < self->edges; i++)
        self->edge[i] = make_branch(size, left + i);
    return self;
}

static vertex *make_tree(size_t size)
{
    return make_branch(size, 0);
}

static vertex *make_star(size_t size)
{
    vertex *middle = make(0, size - 1);
    for (size_t i = 1; i < size; i++)
        middle->edge[i - 1] = make(i, 0);
    return middle;
}

/* ------------------------------------------------------------------------------------ given up */

typedef struct drop {
    const rc_program_job *job;
    vertex *graph;
    double began, released, longest_poll;
    _Atomic bool here, over; /* the owner comes by safepoints; the other thread has given it up */
    uint64_t far_sum, far_ended; /* what ended there */
} drop;

static void give_up(drop *one)
{
    one->began = rc_tool_now();
    program_release(one->graph);
    one->released = rc_tool_now();
}

/* Index 0 is the owner, which comes by safepoints until all is over; 1 gives the graph up. */
static void far_body(unsigned index, void *arg)
{
    drop *one = arg;
    job_here = one->job;
    if (index == 1) {
        while (!rc_load_acquire(&one->here)) /* pairs with the owner's store */
            sched_yield();
        sum_here = ended_here = 0;
        give_up(one);
        one->far_sum = sum_here;
        one->far_ended = ended_here;
        rc_store_release(&one->over, true); /* pairs with the owner's loop */
        return;
    }
    bool over;
    do {
        over = rc_load_acquire(&one->over); /* before the poll: one more comes after it */
        double start = rc_tool_now();
        rc_thread_poll();
        double took = rc_tool_now() - start;
        one->longest_poll = took > one->longest_poll ? took : one->longest_poll;
        rc_store_release(&one->here,
                         true); /* from now on nobody may act in its place; pairs above */
    } while (!over);
}

/* Seconds of the longest pause. */
static double drop_one(drop *one, rc_program_found *found)
{
    sum_here = ended_here = 0;
    double seconds;
    if (one->job->mix == DROPS_FAR) {
        (void)program_team(2, far_body, one);
        seconds = one->released - one->began;
        seconds = one->longest_poll > seconds ? one->longest_poll : seconds;
    } else {
        give_up(one);
        seconds = one->released - one->began;
    }
    found->result += sum_here + one->far_sum;
    found->errors += ended_here + one->far_ended != one->job->size;
    return seconds;
}

static void drop_all(const rc_program_job *job, rc_program_found *found, maker *make_graph)
{
    double *pause = calloc(job->work, sizeof *pause), released = 0;
    if (pause == NULL)
        rc_cli_fail("no memory for %zu times", job->work);
    job_here = job;
    for (size_t i = 0; i < job->work; i++) {
        drop one = {.job = job, .graph = make_graph(job->size)};
        pause[i] = drop_one(&one, found);
        double far = one.released - one.began;
        released = far > released ? far : released;
    }
    found->ns = rc_program_pauses(found, 0, pause, job->work) * 1e9 / (double)job->size;
    if (job->mix == DROPS_FAR)
        found->number[2] = (rc_program_number){"release", "us", released * 1e6};
    free(pause);
}

static void drop_chain(const rc_program_job *job, rc_program_found *found)
{
    drop_all(job, found, make_chain);
}

static void drop_tree(const rc_program_job *job, rc_program_found *found)
{
    drop_all(job, found, make_tree);
}

static void drop_star(const rc_program_job *job, rc_program_found *found)
{
    drop_all(job, found, make_star);
}

PROGRAM("drop-chain", drop_chain)
PROGRAM("drop-tree", drop_tree)
PROGRAM("drop-star", drop_star)
