/*
 * two-parents: two threads end two parents, each of which owns a reference to the same two children.
 *
 * Each thread has a list of the dead that wait (object.c's graveyard); the lists must not be one.
 */
#include "stress/model/programs/node.h"

typedef struct pair {
    void *child[2];
} pair;

MODEL_WORLD struct {
    pair *parent[2];
} w;

static void pair_destroy(void *object)
{
    pair *p = object;
    rc->release(p->child[0]);
    rc->release(p->child[1]);
}

static const rc_type pair_type = {.name = "pair", .size = sizeof(pair), .destroy = pair_destroy};

static void prepare(unsigned thread)
{
    node_attach();
    if (thread != 0)
        return;
    void *one = node_new(&node_type, 2), *other = node_new(&node_type, 2);
    for (int i = 0; i < 2; i++) {
        w.parent[i] = rc->new (&pair_type);
        model_assert(w.parent[i] != NULL);
        w.parent[i]->child[0] = one;
        w.parent[i]->child[1] = other;
    }
}

static void act(unsigned thread)
{
    rc->release(w.parent[thread]);
}

MODEL_PROGRAM(two_parents) = {
    .name = "two-parents",
    .summary = "two parents with the same children end at once",
    .bound = "2 threads, 1 release each, 4 nested",
    .shares = true,
    .threads = 2,
    .uses = MODEL_RELEASE,
    .prepare = prepare,
    .act = act,
};
