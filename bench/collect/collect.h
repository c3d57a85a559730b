/*
 * collect.h: the table through which the suite `cycles` reaches a cycle collector. As slots.h, but what it
 * does is done in a process of its own.
 */
#ifndef RC_BENCH_COLLECT_COLLECT_H
#define RC_BENCH_COLLECT_COLLECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Graphs of objects with two references and a word each.
 *   ring   one ring of them all, dropped: all are garbage
 *   live   the same ring, held: none is
 *   small  rings of ten, dropped
 *   deep   a list that is linked both ways, dropped: as deep as it is long
 *   beside the ring that is held, while another thread makes and drops objects
 *   churn  rings of ten, made and dropped one after the other, beside a ring that is held, while the collector comes
 *          by itself; the sliced one, which does not, whenever RC_BENCH_CHURN objects have been made
 */
typedef enum rc_bench_graph {
    RC_BENCH_RING,
    RC_BENCH_LIVE,
    RC_BENCH_SMALL,
    RC_BENCH_DEEP,
    RC_BENCH_BESIDE,
    RC_BENCH_CHURN_RINGS,
    RC_BENCH_GRAPHS
} rc_bench_graph;

enum { RC_BENCH_CHURN = 50000 };

typedef struct rc_bench_collect_job {
    rc_bench_graph graph;
    size_t objects; /* of the graph; with churn those that are made and dropped */
    size_t live;    /* others that are held meanwhile: with churn only */
    size_t payload; /* bytes that each object has more */
} rc_bench_collect_job;

typedef struct rc_bench_collection {
    double
        seconds; /* of the collection, with churn of all: of the processor, so that being preempted is no cost */
    double longest_pause; /* in which no other thread ran, seconds by the clock; 0: not known */
    double mean_pause;    /* 0: not known */
    double
        longest_gap; /* between two safepoints of the other thread, by the clock; 0: there was none */
    double
        share; /* of the collection's time in which that thread came from one to the next at once */
    uint64_t peak_before; /* the most memory the process had, bytes: before the first object */
    uint64_t peak;        /* and at the end */
    uint64_t collected;   /* objects that it found to be garbage */
    uint64_t outstanding; /* the most garbage at once, objects: with churn only */
} rc_bench_collection;

typedef struct rc_bench_collect_table {
    const char *name;
    const char *description;
    unsigned rank;
    size_t most; /* objects that it is asked to collect */
    /* Makes a graph and collects. False: this machine cannot do that. Called in a process of its own. */
    bool (*run)(const rc_bench_collect_job *job, rc_bench_collection *found);
} rc_bench_collect_table;

#ifdef __cplusplus
extern "C" {
#endif

/* Before main begins. */
void rc_bench_add_collector(const rc_bench_collect_table *table);

/* The most memory that the calling process had at any time, in bytes. */
uint64_t rc_bench_peak(void);

extern const char *const rc_bench_graph_names[RC_BENCH_GRAPHS];

#ifdef __cplusplus
}
#endif

#endif
