/*
 * fold.c: a trace done by fewer threads.
 */
#include "bench/trace/fold.h"

#include <stdlib.h>

/* Threads are numbered by their first events, so the remainders come in their order, too. */
bool rc_trace_fold(rc_trace *folded, const rc_trace *trace, uint32_t threads)
{
    *folded = *trace;
    folded->event = malloc(trace->events * sizeof *folded->event);
    if (!folded->event)
        return false;
    if (folded->threads > threads)
        folded->threads = threads;
    for (uint64_t i = 0; i < trace->events; i++) {
        folded->event[i] = trace->event[i];
        folded->event[i].thread = (uint16_t)(trace->event[i].thread % threads);
    }
    return true;
}
