/*
 * drops_bare.c: the end of graphs with free alone, by code that knows their form: the floor of the workloads `drop-...`.
 */
#include "bench/programs/drops.h"
#include "refcount/tool/cli.h"

#include <stdlib.h>

typedef struct vertex {
    uint64_t number;
    struct vertex *edge[2];
} vertex;

static vertex *make(uint64_t number)
{
    vertex *self = malloc(sizeof *self);
    if (self == NULL)
        rc_cli_fail("no memory for the objects");
    *self = (vertex){.number = number};
    return self;
}

static uint64_t end(const rc_program_job *job, vertex *self)
{
    uint64_t word = rc_program_mix(job->seed, self->number);
    free(self);
    return word;
}

/* Of chain and star alike: a star's middle has an array of its leaves. */
typedef struct graph {
    vertex *first, **leaf;
} graph;

typedef graph maker(const rc_program_job *job);
typedef uint64_t dropper(const rc_program_job *job, graph all);

static graph make_chain(const rc_program_job *job)
{
    graph all = {make(job->size - 1), NULL};
    for (size_t i = job->size - 1; i > 0; i--) {
        vertex *before = make(i - 1);
        before->edge[0] = all.first;
        all.first = before;
    }
    return all;
}

static uint64_t drop_chain(const rc_program_job *job, graph all)
{
    uint64_t sum = 0;
    for (vertex *at = all.first, *next; at != NULL; at = next) {
        next = at->edge[0];
        sum += end(job, at);
    }
    return sum;
}

static vertex *make_branch(size_t size, size_t number)
{
    vertex *self = make(number);
    for (size_t i = 0; i < 2 && 2 * number + 1 + i < size; i++)
        self->edge[i] = make_branch(size, 2 * number + 1 + i);
    return self;
}

static graph make_tree(const rc_program_job *job)
{
    return (graph){make_branch(job->size, 0), NULL};
}

static uint64_t drop_branch(const rc_program_job *job, vertex *self)
{
    if (self == NULL)
        return 0;
    uint64_t sum = drop_branch(job, self->edge[0]) + drop_branch(job, self->edge[1]);
    return sum + end(job, self);
}

static uint64_t drop_tree(const rc_program_job *job, graph all)
{
    return drop_branch(job, all.first);
}

static graph make_star(const rc_program_job *job)
{
    graph all = {make(0), malloc(job->size * sizeof *all.leaf)};
    if (all.leaf == NULL)
        rc_cli_fail("no memory for the star");
    for (size_t i = 1; i < job->size; i++)
        all.leaf[i] = make(i);
    return all;
}

static uint64_t drop_star(const rc_program_job *job, graph all)
{
    uint64_t sum = end(job, all.first);
    for (size_t i = 1; i < job->size; i++)
        sum += end(job, all.leaf[i]);
    free(all.leaf);
    return sum;
}

/* Only by the thread that made it: there is nothing that another one would do differently. */
static bool drop_all(const rc_program_job *job, rc_program_found *found, maker *make_graph,
                     dropper *drop)
{
    double *pause = calloc(job->work, sizeof *pause);
    if (pause == NULL || job->mix != DROPS_HERE) {
        free(pause);
        return false;
    }
    for (size_t i = 0; i < job->work; i++) {
        graph all = make_graph(job);
        double start = rc_tool_now();
        found->result += drop(job, all);
        pause[i] = rc_tool_now() - start;
    }
    found->ns = rc_program_pauses(found, 0, pause, job->work) * 1e9 / (double)job->size;
    free(pause);
    return true;
}

#define BARE(graph)                                                                                \
    static bool run_##graph(const rc_program_job *job, rc_program_found *found)                    \
    {                                                                                              \
        return drop_all(job, found, make_##graph, drop_##graph);                                   \
    }                                                                                              \
    __attribute__((constructor)) static void add_##graph(void)                                     \
    {                                                                                              \
        static const rc_program table = {.workload = "drop-" #graph,                               \
                                         .name = "bare",                                           \
                                         .description =                                            \
                                             "floor: malloc and free by hand, no counts",          \
                                         .rank = 1,                                                \
                                         .sharing = RC_PROGRAM_ONE_THREAD,                         \
                                         .run = run_##graph};                                      \
        rc_program_add(&table);                                                                    \
    }

BARE(chain)
BARE(tree)
BARE(star)
