/*
 * trees_bare.c: binary trees of malloc and free by hand, for the workload `trees`: the floor.
 */
#include "bench/programs/team.h"
#include "bench/programs/trees.h"
#include "refcount/tool/cli.h"

#include <stdlib.h>

typedef struct node {
    struct node *left, *right;
} node;

static node *make(size_t depth)
{
    node *self = malloc(sizeof *self);
    if (self == NULL)
        rc_cli_fail("no memory for the nodes");
    self->left = self->right = NULL;
    if (depth > 0) {
        self->left = make(depth - 1);
        self->right = make(depth - 1);
    }
    return self;
}

static uint64_t count(const node *self)
{
    return self->left == NULL ? 1 : 1 + count(self->left) + count(self->right);
}

static void drop(node *self)
{
    if (self == NULL)
        return;
    drop(self->left);
    drop(self->right);
    free(self);
}

typedef struct share {
    const rc_program_job *job;
    uint64_t nodes[RC_PROGRAM_MOST_THREADS];
} share;

static void body(unsigned index, void *arg)
{
    share *all = arg;
    uint64_t sum = 0;
    for (size_t depth = TREES_LEAST_DEPTH; depth <= all->job->size; depth += 2) {
        for (size_t i = trees_of_depth(all->job, depth, index); i > 0; i--) {
            node *tree = make(depth);
            sum += count(tree);
            drop(tree);
        }
    }
    all->nodes[index] = sum;
}

static bool run(const rc_program_job *job, rc_program_found *found)
{
    static const rc_team_hooks none = {0};
    share all = {.job = job};
    node *long_lived = make(job->size);
    double seconds = rc_team_run(job->threads, &none, body, &all);
    for (unsigned i = 0; i < job->threads; i++)
        found->result += all.nodes[i];
    found->ns = rc_program_ns(seconds, job->threads, (double)found->result);
    found->result += count(long_lived);
    drop(long_lived);
    return true;
}

__attribute__((constructor)) static void add(void)
{
    static const rc_program table = {.workload = "trees",
                                     .name = "bare",
                                     .description = "floor: malloc and free by hand, no counts",
                                     .rank = 1,
                                     .sharing = RC_PROGRAM_ANY_THREADS,
                                     .run = run};
    rc_program_add(&table);
}
