/*
 * collector.h: the cycle collector of a backend, for programs that hold several.
 */
#ifndef STRESS_CYCLES_COLLECTOR_H
#define STRESS_CYCLES_COLLECTOR_H

#include "gc/cycles.h"
#include "refcount/ops.h"

typedef struct stress_collector {
    size_t (*collect)(void);
    size_t (*collect_young)(void);
    size_t (*collect_sliced)(void);
    void (*set_slice)(size_t looks);
    void (*set_threshold)(size_t objects);
    void (*set_debug)(unsigned flags, rc_gc_report *report, void *arg);
    void (*get_stats)(rc_gc_stats *stats);
} stress_collector;

/* The one that finds the table's objects; a decorator's are its backend's. */
const stress_collector *stress_collector_of(const rc_ops *ops);

#endif
