/*
 * stats.c: what kind of program made a trace.
 */
#include "bench/trace/stats.h"

#include <stdlib.h>

typedef struct object_stats {
    uint64_t events, count;
    uint16_t first; /* the thread that created it */
    bool shared;
} object_stats;

bool rc_trace_measure(const rc_trace *trace, rc_trace_stats *stats)
{
    *stats = (rc_trace_stats){0};
    object_stats *objects = calloc(trace->objects, sizeof *objects);
    if (!objects)
        return false;

    uint64_t live = 0;
    for (uint64_t i = 0; i < trace->events; i++) {
        const rc_trace_event *event = &trace->event[i];
        object_stats *object = &objects[event->object];
        stats->op[event->op]++;
        object->events++;
        if (event->op == RC_TRACE_CREATE) {
            object->first = event->thread;
            live++;
        }
        object->count += event->op == RC_TRACE_CREATE || event->op == RC_TRACE_RETAIN ? 1 : -1;
        if (event->op == RC_TRACE_DESTROY)
            live--;
        if (live > stats->peak_live)
            stats->peak_live = live;
        if (event->thread == object->first)
            stats->first_toucher++;
        else
            object->shared = true;
    }
    for (uint32_t i = 0; i < trace->objects; i++) {
        const object_stats *object = &objects[i];
        stats->shared_objects += object->shared;
        stats->shared_events += object->shared ? object->events : 0;
        stats->left_objects += object->count > 0;
        stats->left_references += object->count;
    }
    free(objects);
    return true;
}
