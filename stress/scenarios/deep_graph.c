/*
 * deep-graph: a hundred thousand objects die in two cascades, on threads with a small stack.
 *
 *   chains  two chains, each released at its head, share the tail
 *   ends    one chain, released at its head, while the other thread gives back its references to every
 *           tenth object, from the tail upwards
 *   fan     one object with all the others as its members, released while the other thread gives back its
 *           references to every tenth
 *
 * The owners alternate, at first from one object to the next, then in runs of a length that is drawn.
 *
 *   T1 destroys n                  T2 destroys m
 *   releases n+1: it is T2's
 *                                  releases m+1: it is T1's
 *   safepoint: destroys m+1        safepoint: destroys n+1     ... or inside the one before: 10^5 frames deep
 *
 * Hunts: ends that need stack, or are lost, or happen twice, at the size where that matters. Passes: all are
 * destroyed, once, within a fixed depth of stack. Without a thread-safe backend the threads take turns.
 *
 *   deep-graph  atomic   sound         12 worlds, overlap 0.93
 */
#include "refcount/atomics.h"
#include "refcount/platform.h"
#include "refcount/tool/cli.h"
#include "refcount/tool/scale.h"
#include "stress/harness/stage.h"
#include "stress/oracles/quarantine.h"
#include "stress/support/threads.h"

#include <inttypes.h>
#include <stdlib.h>

enum { NODES = 100000, SINGLE = 100, LONGEST_RUN = 20000, EVERY = 10, THREADS = 2 };
enum { STACK = 256 << 10, DEPTH = 64 << 10, SAFEPOINTS = 100 };
#define LEFT UINT64_MAX /* instead of a number of safepoints: the thread passes no more */

typedef enum shape { CHAINS, ENDS, FAN, SHAPES } shape;

typedef struct node {
    uint64_t count;
    void *edge[];
} node;

static struct {
    const stress_options *options;
    stress_report *report;
    shape shape;
    uint64_t random, nodes;
    void **node;
    unsigned char *maker; /* of each node */
    void **held[THREADS]; /* what each thread releases, in this order */
    uint64_t count[THREADS];
    double begin[THREADS], end[THREADS];
    _Atomic uint64_t passed[THREADS]; /* safepoints, since the releases */
    bool again;
    pthread_barrier_t barrier;
} run;

static _Atomic uint64_t destroyed;
static _Thread_local const char *bottom; /* of the thread's stack */
static _Thread_local uint64_t mine;      /* destroyed by this thread */

static void destroy(void *object)
{
    node *n = object;
    char here = 0;
    size_t depth = (size_t)(bottom - &here);
    rc_fetch_add_relaxed(&destroyed, 1); /* relaxed: a number */
    mine++;
    if (depth > DEPTH) { /* and not further: the stack is small */
        stress_fault(STRESS_CONTRACT, "%zu bytes of stack under the end of an object", depth);
        return;
    }
    for (uint64_t i = 0; i < n->count; i++)
        run.options->ops->release(n->edge[i]);
}

static const rc_type node_type = {.name = "deep", .destroy = destroy};

static void *make(uint64_t edges)
{
    node *n = run.options->ops->new_sized(&node_type, sizeof(node) + edges * sizeof(void *));
    if (n == NULL)
        rc_cli_fail("no memory for a graph");
    n->count = edges;
    return n;
}

/* ------------------------------------------------------------------------------------- the graph */

static void draw(void)
{
    run.shape = (shape)(run.report->worlds % SHAPES);
    uint64_t left = 0;
    for (uint64_t i = 0; i < run.nodes; i++) {
        if (left == 0)
            left = i < SINGLE ? 1 : stress_random(&run.random) % LONGEST_RUN + 1;
        left--;
        run.maker[i] = i == 0 ? 0 : run.maker[i - 1] ^ (left == 0);
    }
    run.count[0] = run.count[1] = 0;
    rc_store_relaxed(&destroyed, 0); /* relaxed, all: the threads have not met yet */
    rc_store_relaxed(&run.passed[0], 0);
    rc_store_relaxed(&run.passed[1], 0);
}

static uint64_t edges_of(uint64_t i)
{
    if (run.shape == FAN)
        return i == 0 ? run.nodes - 1 : 0;
    return i + 1 < run.nodes;
}

static void make_nodes(unsigned maker)
{
    for (uint64_t i = 0; i < run.nodes; i++) {
        if (run.maker[i] == maker)
            run.node[i] = make(edges_of(i));
    }
}

static void hold(unsigned thread, uint64_t i)
{
    run.held[thread][run.count[thread]++] = run.node[i];
}

/* Of two chains the first has the first half; its last object refers into the other one's tail. */
static void link_nodes(void)
{
    const rc_ops *ops = run.options->ops;
    uint64_t half = run.nodes / 2, tail = run.nodes - run.nodes / 10;
    for (uint64_t i = 0; run.shape != FAN && i + 1 < run.nodes; i++) {
        bool crosses = run.shape == CHAINS && i + 1 == half;
        ((node *)run.node[i])->edge[0] = crosses ? ops->retain(run.node[tail]) : run.node[i + 1];
    }
    for (uint64_t i = 1; run.shape == FAN && i < run.nodes; i++)
        ((node *)run.node[0])->edge[i - 1] = run.node[i];
    hold(run.maker[0] ^ 1, 0);
    if (run.shape == CHAINS)
        hold(run.maker[half] ^ 1, half);
    for (uint64_t i = run.nodes; run.shape != CHAINS && i > EVERY; i -= EVERY) {
        ops->retain(run.node[i - 1]);
        hold(run.maker[0], i - 1);
    }
}

/* ------------------------------------------------------------------------------------ the threads */

static void release(unsigned index)
{
    const rc_ops *ops = run.options->ops;
    run.begin[index] = rc_tool_now();
    for (uint64_t i = 0; i < run.count[index]; i++) {
        stress_self_begins("rc_release");
        ops->release(run.held[index][i]);
        stress_self_ends();
    }
    run.end[index] = rc_tool_now();
}

/*
 * Safepoints, until all are destroyed, or none has been though both threads came by many. Counted and not
 * timed: a thread that does not get a processor has not had its chance yet.
 */
static void pass_safepoints(unsigned index)
{
    uint64_t seen = 0, own = mine, passed = 0, since[THREADS] = {0};
    unsigned turns = 0;
    /* Those of the other's safepoints count that come after our releases. (2) as below. */
    since[1 - index] = rc_load_acquire(&run.passed[1 - index]);
    while (rc_load_relaxed(&destroyed) < run.nodes) {
        stress_self_begins("rc_thread_poll");
        run.options->ops->thread_poll();
        stress_self_ends();
        if (mine != own)
            run.end[index] = rc_tool_now();
        own = mine;
        rc_store_release(&run.passed[index],
                         ++passed); /* (1) release: pairs with (2): its deaths */
        /* (2) acquire: pairs with (1): who counts the other's safepoints knows what died at them. */
        uint64_t other = rc_load_acquire(&run.passed[1 - index]);
        uint64_t now = rc_load_relaxed(&destroyed); /* relaxed: (2) */
        if (now != seen) {
            seen = now;
            since[index] = passed;
            since[1 - index] = other;
        } else if (passed - since[index] > SAFEPOINTS &&
                   (other == LEFT || other - since[1 - index] > SAFEPOINTS)) {
            break;
        }
        rc_platform_pause(&turns);
    }
    rc_store_release(&run.passed[index], LEFT); /* (1) nothing more is to be expected of it */
}

static void meet(void)
{
    pthread_barrier_wait(&run.barrier);
}

static void judge(void)
{
    uint64_t count = rc_load_relaxed(&destroyed);
    if (count != run.nodes)
        stress_fault(count < run.nodes ? STRESS_LEAK : STRESS_DOUBLE_FREE,
                     "%" PRIu64 " of %" PRIu64 " objects were destroyed", count, run.nodes);
    stress_ask_queues(run.options->ops);
    stress_quarantine_settle();
    double begin = run.begin[0] > run.begin[1] ? run.begin[0] : run.begin[1];
    double end = run.end[0] < run.end[1] ? run.end[0] : run.end[1];
    double one = run.end[0] - run.begin[0], two = run.end[1] - run.begin[1];
    double shorter = one < two ? one : two;
    double share = shorter > 0 && end > begin ? (end - begin) / shorter : 0;
    stress_report *r = run.report;
    r->overlap += (share - r->overlap) / (double)++r->overlapping;
    r->rounds++;
    r->worlds++;
    run.again = r->worlds < SHAPES || rc_tool_now() - r->faults.started < run.options->seconds;
}

static void live(unsigned index)
{
    bool in_turns = !run.options->ops->get_backend()->thread_safe;
    stress_attach(run.options->ops);
    make_nodes(index);
    meet();
    if (index == 0)
        link_nodes();
    meet();
    if (!in_turns || index == 0)
        release(index);
    if (in_turns)
        meet();
    if (in_turns && index == 1)
        release(index);
    pass_safepoints(index);
    meet();
    if (index == 0 && rc_load_relaxed(&destroyed) < run.nodes)
        stress_fault(STRESS_LATE_GARBAGE, "objects are left after the safepoints of all threads");
    meet();
    stress_detach(run.options->ops);
}

static void body(void *arg)
{
    char here = 0;
    unsigned index = (unsigned)(uintptr_t)arg;
    bottom = &here;
    rc_tool_pin(run.options->pinning == STRESS_TOGETHER ? 0 : index);
    stress_self_take(index);
    do {
        if (index == 0)
            draw();
        meet();
        live(index);
        meet();
        if (index == 0)
            judge();
        meet();
    } while (run.again);
}

static void play(const stress_options *options, stress_report *report)
{
    run.options = options;
    run.report = report;
    run.random = options->seed;
    run.nodes = rc_tool_scaled(NODES);
    report->by_script_alone = !options->ops->get_backend()->thread_safe;
    stress_faults_phase(STRESS_BY_CHANCE);
    run.node = calloc(run.nodes, sizeof *run.node);
    run.maker = calloc(run.nodes, 1);
    for (int i = 0; i < THREADS; i++)
        run.held[i] = calloc(run.nodes + 2, sizeof(void *));
    if (run.node == NULL || run.maker == NULL || run.held[0] == NULL || run.held[1] == NULL ||
        pthread_barrier_init(&run.barrier, NULL, THREADS) != 0)
        rc_cli_fail("no memory for a graph");
    pthread_t thread[THREADS];
    for (unsigned i = 0; i < THREADS; i++)
        thread[i] = stress_thread(body, (void *)(uintptr_t)i, STACK);
    for (unsigned i = 0; i < THREADS; i++)
        stress_join(thread[i]);
    free(run.node);
    free(run.maker);
    free(run.held[0]);
    free(run.held[1]);
}

STRESS_SCENARIO(deep_graph) = {
    .name = "deep-graph",
    .summary = "a hundred thousand objects die in two cascades, on threads with a small stack",
    .run = play,
};
