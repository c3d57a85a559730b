/*
 * kernel.c: what the suite `cycles` does with one backend, compiled with -DRC_BACKEND.
 */
#include "gc/cycles.h"
#include "refcount/refcount.h"

#include "bench/collect/collect.h"

#include "refcount/atomics.h"
#include "refcount/tool/cli.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef struct node {
    void *next, *other; /* strong references, or NULL */
    uint64_t word;
} node;

static void node_traverse(void *object, rc_visit *visit, void *arg)
{
    node *self = object;
    if (self->next != NULL)
        visit(self->next, arg);
    if (self->other != NULL)
        visit(self->other, arg);
}

static void node_clear(void *object)
{
    node *self = object;
    void *next = self->next, *other = self->other;
    self->next = self->other = NULL;
    rc_release(next);
    rc_release(other);
}

static const rc_type node_type = {.name = "node",
                                  .size = sizeof(node),
                                  .destroy = node_clear,
                                  .traverse = node_traverse,
                                  .clear = node_clear};

/* Bytes that each object has more. */
static size_t payload;

static node *make_node(void)
{
    node *made = rc_new_sized(&node_type, sizeof(node) + payload);
    if (made == NULL) {
        fprintf(stderr, "rc-bench: no memory for the objects\n");
        exit(2);
    }
    return made;
}

/* A ring of so many; the caller's reference is to one of them. */
static node *ring(size_t objects)
{
    node *first = make_node(), *last = first;
    for (size_t i = 1; i < objects; i++)
        last = last->next = make_node();
    last->next = rc_retain(first);
    return first;
}

static void both_ways(size_t objects)
{
    node *first = make_node(), *last = first;
    for (size_t i = 1; i < objects; i++) {
        node *next = make_node();
        next->other = rc_retain(last);
        last = last->next = next;
    }
    rc_release(first);
}

static double time_of(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static double now(void)
{
    return time_of(CLOCK_THREAD_CPUTIME_ID);
}

/* ---------------------------------------------------------------------------- another thread */

#define AT_ONCE 16e-6 /* more between two safepoints is a stop, or another program's turn */

typedef struct worker {
    pthread_t thread;
    _Atomic bool ready, over;
    double longest, held_up; /* longest gap; sum of those that are longer than AT_ONCE */
} worker;

static void *work(void *arg)
{
    worker *w = arg;
    (void)rc_tool_pin(1); /* one processor: then they take turns */
    if (rc_thread_attach() != 0)
        exit(2);
    rc_store_release(&w->ready, true); /* pairs with the loop in start_worker */
    double last = time_of(CLOCK_MONOTONIC);
    while (!rc_load_acquire(&w->over)) { /* pairs with end_worker */
        rc_release(make_node());
        rc_thread_poll();
        double at = time_of(CLOCK_MONOTONIC), gap = at - last;
        last = at;
        if (gap > w->longest)
            w->longest = gap;
        if (gap > AT_ONCE)
            w->held_up += gap;
    }
    rc_thread_detach();
    return NULL;
}

static void start_worker(worker *w)
{
    if (pthread_create(&w->thread, NULL, work, w) != 0)
        exit(2);
    while (!rc_load_acquire(&w->ready))
        rc_thread_poll();
}

static void end_worker(worker *w, double took, rc_bench_collection *found)
{
    rc_store_release(&w->over, true);
    rc_thread_block_begin();
    pthread_join(w->thread, NULL);
    rc_thread_block_end();
    found->longest_gap = w->longest;
    found->share = w->held_up < took ? 1 - w->held_up / took : 0;
}

/* --------------------------------------------------------------------------------- collections */

static uint64_t alive(void)
{
    rc_stats stats;
    rc_get_stats(&stats);
    return stats.live_objects;
}

/* Of the process so far. How many objects its collections have found to be garbage. */
static uint64_t pauses_of(rc_bench_collection *found)
{
    rc_gc_stats stats;
    rc_gc_get_stats(&stats);
    found->longest_pause = (double)stats.pause_longest_ns * 1e-9;
    found->mean_pause = (double)stats.pause_total_ns / (double)stats.pauses * 1e-9;
    return stats.collected;
}

/*
 * Rings of ten, one after the other. collect: whenever RC_BENCH_CHURN objects have been made; NULL: it comes by itself. At
 * the end once more, so that all garbage has been found.
 */
static void churn_rings(size_t (*collect)(void), const rc_bench_collect_job *job,
                        rc_bench_collection *found)
{
    uint64_t before = alive();
    for (size_t made = 10; made <= job->objects; made += 10) {
        rc_release(ring(10));
        if (made % 1000 == 0) {
            uint64_t garbage = alive() - before;
            found->outstanding = garbage > found->outstanding ? garbage : found->outstanding;
        }
        if (collect != NULL && made % RC_BENCH_CHURN == 0)
            (void)collect();
    }
    (void)rc_collect();
}

/* Collections by themselves are in one stop, so that those in slices are asked for. */
static bool churn(size_t (*collect)(void), const rc_bench_collect_job *job,
                  rc_bench_collection *found)
{
    if (rc_thread_attach() != 0)
        return false;
    found->peak_before = rc_bench_peak();
    rc_gc_disable();
    node *held = job->live > 0 ? ring(job->live) : NULL;
    if (collect == NULL)
        rc_gc_enable();
    double start = now();
    churn_rings(collect, job, found);
    found->seconds = now() - start;
    found->peak = rc_bench_peak();
    found->collected = pauses_of(found);
    rc_release(held);
    return true;
}

static bool collected_by(size_t (*collect)(void), rc_bench_graph graph, size_t objects,
                         rc_bench_collection *found)
{
    node *held = NULL;
    if (rc_thread_attach() != 0)
        return false;
    rc_gc_disable();
    found->peak_before = rc_bench_peak();
    switch (graph) {
    case RC_BENCH_LIVE:
    case RC_BENCH_BESIDE:
        held = ring(objects);
        break;
    case RC_BENCH_SMALL:
        for (size_t i = 0; i < objects / 10; i++)
            rc_release(ring(10));
        break;
    case RC_BENCH_DEEP:
        both_ways(objects);
        break;
    default:
        rc_release(ring(objects));
    }
    worker other = {.longest = 0};
    if (graph == RC_BENCH_BESIDE)
        start_worker(&other);
    double start = now(), start_by_clock = time_of(CLOCK_MONOTONIC);
    found->collected = collect();
    found->seconds = now() - start;
    if (graph == RC_BENCH_BESIDE)
        end_worker(&other, time_of(CLOCK_MONOTONIC) - start_by_clock, found);
    found->peak = rc_bench_peak();
    (void)pauses_of(found);
    rc_release(held);
    return true;
}

static bool in_one_stop(const rc_bench_collect_job *job, rc_bench_collection *found)
{
    payload = job->payload;
    return job->graph == RC_BENCH_CHURN_RINGS
               ? churn(NULL, job, found)
               : collected_by(rc_collect, job->graph, job->objects, found);
}

static bool in_slices(const rc_bench_collect_job *job, rc_bench_collection *found)
{
    payload = job->payload;
    return job->graph == RC_BENCH_CHURN_RINGS
               ? churn(rc_gc_collect_sliced, job, found)
               : collected_by(rc_gc_collect_sliced, job->graph, job->objects, found);
}

static const rc_bench_collect_table tables[] = {
    {.name = RC_QUOTE(RC_BACKEND),
     .description = "ours",
     .rank = 0,
     .most = 10000000,
     .run = in_one_stop},
    {.name = RC_QUOTE(RC_BACKEND) "-sliced",
     .description = "ours, in slices",
     .rank = 0,
     .most = 1000000,
     .run = in_slices},
};

__attribute__((constructor)) static void add(void)
{
    rc_bench_add_collector(&tables[0]);
    rc_bench_add_collector(&tables[1]);
}
