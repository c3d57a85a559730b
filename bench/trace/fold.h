/*
 * fold.h: a trace done by fewer threads.
 */
#ifndef RC_BENCH_TRACE_FOLD_H
#define RC_BENCH_TRACE_FOLD_H

#include <stdbool.h>
#include <stdint.h>

#include "bench/trace/reader.h"

/*
 * A copy in which `threads` threads, 1 or more, do what those of the trace did, each for every so-manieth
 * of them. The events and their order stay. False if there is no memory.
 */
bool rc_trace_fold(rc_trace *folded, const rc_trace *trace, uint32_t threads);

#endif
