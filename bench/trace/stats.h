/*
 * stats.h: what kind of program made a trace: how much of it is shared between threads.
 *
 * These are the numbers that decide how a counting backend fares: a backend that favours the
 * thread that made an object likes a high share of events by the first toucher and few shared
 * objects; an atomic count does not care, until two threads meet on one cache line.
 */
#ifndef RC_BENCH_TRACE_STATS_H
#define RC_BENCH_TRACE_STATS_H

#include <stdbool.h>
#include <stdint.h>

#include "bench/trace/reader.h"

typedef struct rc_trace_stats {
    uint64_t op[4];          /* events by rc_trace_op */
    uint64_t shared_objects; /* touched by more than one thread */
    uint64_t shared_events;  /* events on those */
    uint64_t first_toucher;  /* events by the thread that created the object */
    uint64_t peak_live;      /* most objects alive at once, in the recorded order */
    uint64_t left_objects;   /* alive at the end */
    uint64_t left_references;
} rc_trace_stats;

/* False if there is no memory. */
bool rc_trace_measure(const rc_trace *trace, rc_trace_stats *stats);

#endif
