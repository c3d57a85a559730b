/*
 * writer.h: makes a trace, event by event.
 *
 * The writer numbers objects itself and trusts its caller for the rest: threads are numbered from
 * 0 in the order of their first event, and each object's events follow the rules of format.h. A
 * caller that is not sure reads its trace back with reader.h, which trusts nobody.
 *
 * A failure (no memory, a thread number out of order) is remembered and reported once, at the end,
 * so that a recorder inside somebody else's program need not handle errors event by event.
 *
 * Not for use from several threads at once: the caller's lock makes the total order.
 */
#ifndef RC_BENCH_TRACE_WRITER_H
#define RC_BENCH_TRACE_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/trace/format.h"

typedef struct rc_trace_writer rc_trace_writer;

/* NULL if there is no memory. */
rc_trace_writer *rc_trace_writer_new(void);
void rc_trace_writer_free(rc_trace_writer *writer);

/* Adds a creation and returns the number of the new object. */
uint32_t rc_trace_write_create(rc_trace_writer *writer, uint32_t thread);

/* Adds an event on an object that exists; op is not RC_TRACE_CREATE. */
void rc_trace_write(rc_trace_writer *writer, rc_trace_op op, uint32_t thread, uint32_t object);

uint64_t rc_trace_writer_events(const rc_trace_writer *writer);

/*
 * Ends the trace: the whole file as bytes, which belong to the writer. NULL and errno if an event
 * could not be written: ENOMEM, EINVAL (a thread number out of order), ERANGE (too many threads or
 * objects). Nothing may be written afterwards.
 */
const uint8_t *rc_trace_writer_finish(rc_trace_writer *writer, size_t *size);

/*
 * Ends the trace and puts it into a file: first under a temporary name beside path, then renamed,
 * so that path never holds half a trace. False and errno if that did not work.
 */
bool rc_trace_writer_save(rc_trace_writer *writer, const char *path);

#endif
