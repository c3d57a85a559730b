/*
 * trees.c: binary trees, made and dropped: each node is an object with references to two others.
 *
 * The nodes are counted by walking through each tree, as in the benchmarks game; nothing is counted as a reference
 * meanwhile. What is measured is birth and death.
 */
#include "bench/programs/kernel.h"
#include "bench/programs/trees.h"

typedef struct node {
    struct node *left, *right;
} node;

static void node_destroy(void *object)
{
    node *self = object;
    program_release(self->left);
    program_release(self->right);
}

static const rc_type node_type = {.name = "node", .size = sizeof(node), .destroy = node_destroy};

static node *make(size_t depth)
{
    node *self = program_new(&node_type, sizeof *self);
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

typedef struct share {
    const rc_program_job *job;
    uint64_t nodes[RC_PROGRAM_MOST_THREADS];
} share;

static void body(unsigned index, void *arg)
{
    share *all = arg;
    uint64_t nodes = 0;
    for (size_t depth = TREES_LEAST_DEPTH; depth <= all->job->size; depth += 2) {
        for (size_t i = trees_of_depth(all->job, depth, index); i > 0; i--) {
            node *tree = make(depth);
            nodes += count(tree);
            program_release(tree);
            rc_thread_poll();
        }
    }
    all->nodes[index] = nodes;
}

static void trees(const rc_program_job *job, rc_program_found *found)
{
    share all = {.job = job};
    node *long_lived = make(job->size);
    double seconds = program_team(job->threads, body, &all);
    for (unsigned i = 0; i < job->threads; i++)
        found->result += all.nodes[i];
    found->ns = rc_program_ns(seconds, job->threads, (double)found->result);
    found->result += count(long_lived);
    program_release(long_lived);
}

PROGRAM("trees", trees)
