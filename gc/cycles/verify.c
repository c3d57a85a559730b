/*
 * verify.c: the judgement once more, by another way: for tests.
 *
 * All candidates and their counts go into a table of its own, found by address; one walk over all references
 * counts those from inside; a second walk marks from those objects that have more, with a stack. Nothing is
 * shared with judge.c but the candidates: no words, no order, no window. A candidate that was judged
 * differently is noted as a problem.
 */
#include "gc/cycles/verify.h"

#include "gc/cycles/state.h"

typedef struct node {
    const rc_track *track;
    uint64_t found;
    bool marked;
} node;

typedef struct graph {
    size_t nodes, mask; /* the table has mask + 1 places, at least twice as many as nodes */
    node *table;
    node **stack;
    size_t depth;
} graph;

static void *allocate(size_t size)
{
    return rc_gc_flag(RC_GC_TORTURE_STARVE) ? NULL : malloc(size);
}

static node *find(const graph *g, const rc_track *track)
{
    size_t place = (size_t)(((uint64_t)(uintptr_t)track * UINT64_C(0x9e3779b97f4a7c15)) >> 20);
    for (;; place++) {
        node *n = &g->table[place & g->mask];
        if (n->track == track || n->track == NULL)
            return n;
    }
}

static node *node_of(const graph *g, const void *object)
{
    if (object == NULL || (rc_header_tag(rc_header_of(object)) & RC_TAG_TRACKED) == 0)
        return NULL;
    node *n = find(g, rc_object_track(rc_header_of(object)));
    return n->track != NULL ? n : NULL;
}

static void visit_to_count(void *object, void *arg)
{
    node *n = node_of(arg, object);
    if (n != NULL)
        n->found++;
}

static void mark(graph *g, node *n)
{
    if (n->marked)
        return;
    n->marked = true;
    g->stack[g->depth++] = n;
}

static void visit_to_mark(void *object, void *arg)
{
    node *n = node_of(arg, object);
    if (n != NULL)
        mark(arg, n);
}

static uint64_t count_of(const node *n)
{
    return rc_counter_read(&rc_track_header(n->track)->counter);
}

static void traverse(const node *n, rc_visit *visit, graph *g)
{
    if (count_of(n) != 0) /* else it is being taken apart */
        rc_track_type(n->track)->traverse(rc_track_object(n->track), visit, g);
}

#define EACH_NODE(g, n)                                                                            \
    node *n = (g)->table;                                                                          \
    n <= (g)->table + (g)->mask;                                                                   \
    n++

static void compare(rc_trial *trial, const graph *g)
{
    for (EACH_NODE(g, n)) {
        if (n->track == NULL || trial->problems >= RC_PROBLEMS ||
            n->marked == (rc_track_state(n->track) == trial->live))
            continue;
        trial->problem[trial->problems++] = (rc_problem){.misjudged = true,
                                                         .object = rc_track_object(n->track),
                                                         .type = rc_track_type(n->track),
                                                         .count = count_of(n),
                                                         .found = n->marked};
    }
}

static void judge_by_marking(rc_trial *trial, graph *g)
{
    for (unsigned i = 0; i < trial->lists; i++) {
        rc_track *head = trial->list[i];
        for (rc_track *t = rc_track_next(head); t != head; t = rc_track_next(t))
            find(g, t)->track = t;
    }
    for (EACH_NODE(g, n)) {
        if (n->track != NULL)
            traverse(n, visit_to_count, g);
    }
    for (EACH_NODE(g, n)) {
        /* Not "more": where there are fewer, the object is kept, and noted already. */
        if (n->track != NULL && (count_of(n) == 0 || count_of(n) != n->found + trial->pins))
            mark(g, n);
    }
    while (g->depth > 0)
        traverse(g->stack[--g->depth], visit_to_mark, g);
    compare(trial, g);
}

void rc_verify(rc_trial *trial)
{
    graph g = {.nodes = trial->candidates, .mask = 1};
    while (g.mask < g.nodes * 2)
        g.mask = g.mask * 2 + 1;
    g.table = allocate((g.mask + 1) * sizeof *g.table);
    g.stack = allocate((g.nodes + 1) * sizeof *g.stack);
    if (g.table != NULL && g.stack != NULL) {
        for (EACH_NODE(&g, n))
            *n = (node){.track = NULL};
        judge_by_marking(trial, &g);
    }
    free(g.table);
    free(g.stack);
}
