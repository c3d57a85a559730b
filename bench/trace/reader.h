/*
 * reader.h: a trace from a file or from memory, checked to the last byte.
 *
 * The reader believes nothing. What it accepts is known to hold: every number in the header is
 * true, every event is on an object that lives, each object is created once, dies at most once and
 * dies exactly of the release that takes its count to zero, nothing follows the last event, and
 * the checksum agrees. Whoever uses an rc_trace need not check anything again.
 *
 * What it refuses, it refuses with one sentence and the offset of the byte to look at. It never
 * exits, prints or aborts, and allocates no more than a small multiple of the bytes it was given:
 * it may be handed anything at all.
 */
#ifndef RC_BENCH_TRACE_READER_H
#define RC_BENCH_TRACE_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/trace/format.h"

typedef struct rc_trace {
    uint32_t threads, objects;
    uint64_t events;
    rc_trace_event *event; /* in the recorded total order */
} rc_trace;

#define RC_TRACE_NO_OFFSET UINT64_MAX /* the file could not be read at all */

typedef struct rc_trace_error {
    uint64_t offset; /* of the byte to look at, or RC_TRACE_NO_OFFSET */
    char text[160];
} rc_trace_error;

/*
 * Both fill *trace and return true, or fill *error and return false; a refused trace needs no
 * rc_trace_free(), though it does no harm.
 */
bool rc_trace_decode(rc_trace *trace, const void *bytes, size_t size, rc_trace_error *error);
bool rc_trace_load(rc_trace *trace, const char *path, rc_trace_error *error);

void rc_trace_free(rc_trace *trace);

/* The error as one line without a newline: "PATH: offset 1234: TEXT", or "PATH: TEXT". */
void rc_trace_error_line(const rc_trace_error *error, const char *path, char *line, size_t size);

#endif
