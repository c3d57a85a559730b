/*
 * format.h: the trace of a program's reference counts: what a file holds, byte by byte.
 *
 * A trace answers one question: which thread did what to which counted object, and in which
 * order? It holds no addresses, no times and no sizes, so it can be replayed on any machine with
 * any counting backend, and two recordings of one run would be equal.
 *
 * Events
 *
 *   create    the object appears, with one reference
 *   retain    one reference more
 *   release   one reference less, and at least one is left
 *   destroy   one reference less, and it was the last: the object dies of this event
 *
 * A destruction is thus a release that knows it was the last. It is no event of its own after a
 * release, because a recorder that sees the count decides both at once, and because a reader can
 * then check each against the other: a `release` of the last reference and a `destroy` of any
 * other are errors.
 *
 * Objects and threads are numbered from 0 in the order of their first event. An address that is
 * used again after a destruction is a new object.
 *
 * The order of the events in the file is one total order in which they truly happened; every
 * thread's own order and every object's own order are parts of it.
 *
 * Objects alive at the end of a trace are legal: the program leaked them, or ended first. Their
 * references are outstanding; who replays the trace releases them after its last event.
 *
 * Layout
 *
 *   offset   bytes  field
 *   0        8      magic, the characters RCTRACE1
 *   8        4      number of threads   1 ... RC_TRACE_MAX_THREADS
 *   12       4      number of objects   1 ... number of events
 *   16       8      number of events    1 ... size of the body
 *   24       n      body: a sequence of records
 *   24 + n   4      CRC-32 (zlib's) of every byte before it
 *
 * Fixed numbers are little-endian. A record is one varint: seven bits to a byte, the lowest
 * first, the top bit set on every byte but the last, in as few bytes as the number needs. Its two
 * low bits are a tag, the rest is an operand:
 *
 *   tag       operand
 *   special   0: create the next object; k > 0: what follows is done by thread k - 1
 *   retain    the object's number less that of the event before, zigzag coded
 *   release   the same
 *   destroy   the same
 *
 * Zigzag maps 0, -1, 1, -2, 2 ... to 0, 1, 2, 3, 4 ...; the first event counts from object 0, and
 * a trace begins in thread 0. A creation and most thread switches take one byte, and so does an
 * event on one of the 32 objects nearest to the last one: a recording of a video decoder needs
 * less than two bytes per event.
 *
 * There is one way only to write a given trace: numbers have no spare bytes, a switch leads to
 * another thread and is followed by an event. A reader refuses all else, so a file that it
 * accepts is the file that the writer makes of the same events.
 */
#ifndef RC_BENCH_TRACE_FORMAT_H
#define RC_BENCH_TRACE_FORMAT_H

#include <stdint.h>

#define RC_TRACE_MAGIC "RCTRACE1"

enum {
    RC_TRACE_AT_THREADS = 8,
    RC_TRACE_AT_OBJECTS = 12,
    RC_TRACE_AT_EVENTS = 16,
    RC_TRACE_HEADER_SIZE = 24,
    RC_TRACE_CRC_SIZE = 4,
    RC_TRACE_MAX_THREADS = 1024,
};

/* The values are the tags of the records; a creation is a special record with operand 0. */
typedef enum rc_trace_op {
    RC_TRACE_CREATE,
    RC_TRACE_RETAIN,
    RC_TRACE_RELEASE,
    RC_TRACE_DESTROY,
    RC_TRACE_SPECIAL = RC_TRACE_CREATE,
} rc_trace_op;

enum { RC_TRACE_TAG_BITS = 2 };

typedef struct rc_trace_event {
    uint32_t object;
    uint16_t thread;
    uint8_t op; /* an rc_trace_op */
} rc_trace_event;

#endif
