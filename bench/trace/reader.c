/*
 * reader.c: a trace from memory, checked to the last byte.
 *
 * Records are checked before the checksum is: "retain of object 17 after its destruction" says
 * more than "checksum differs", and a fuzzer gets past the header without knowing CRC-32. Where
 * both are wrong the message says so, because then the file is damaged and the recorder may be
 * right.
 */
#include "bench/trace/reader.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "bench/trace/varint.h"

typedef struct decoder {
    const uint8_t *start;
    const uint8_t *at;  /* the record being read; errors point here */
    const uint8_t *end; /* of the body: the checksum follows */
    rc_trace *trace;
    rc_trace_error *error;
    uint64_t *count; /* per object, 0 once it is dead */
    uint64_t events;
    uint32_t objects, threads; /* seen so far; the trace has what the header promises */
    uint32_t object, thread;   /* of the event before */
} decoder;

__attribute__((format(printf, 3, 4))) static bool refuse(rc_trace_error *error, uint64_t offset,
                                                         const char *format, ...)
{
    va_list args;
    va_start(args, format);
    error->offset = offset;
    vsnprintf(error->text, sizeof error->text, format, args);
    va_end(args);
    return false;
}

#define REFUSE(decoder, ...)                                                                       \
    refuse((decoder)->error, (uint64_t)((decoder)->at - (decoder)->start), __VA_ARGS__)

static uint64_t get_fixed(const uint8_t *bytes, unsigned size)
{
    uint64_t value = 0;
    for (unsigned i = size; i-- > 0;)
        value = value << 8 | bytes[i];
    return value;
}

/* The promises of the header, as far as they can be judged before the body is read. */
static bool read_header(rc_trace *trace, const uint8_t *bytes, size_t size, rc_trace_error *error)
{
    size_t magic = strlen(RC_TRACE_MAGIC);
    if (size == 0)
        return refuse(error, 0, "the file is empty");
    if (memcmp(bytes, RC_TRACE_MAGIC, size < magic ? size : magic) != 0)
        return refuse(error, 0, "not a reference count trace: it does not begin with %s",
                      RC_TRACE_MAGIC);
    if (size < RC_TRACE_HEADER_SIZE + RC_TRACE_CRC_SIZE)
        return refuse(error, size, "truncated: %zu bytes, a header and a checksum take %d", size,
                      RC_TRACE_HEADER_SIZE + RC_TRACE_CRC_SIZE);

    uint64_t body = size - RC_TRACE_HEADER_SIZE - RC_TRACE_CRC_SIZE;
    trace->threads = (uint32_t)get_fixed(bytes + RC_TRACE_AT_THREADS, 4);
    trace->objects = (uint32_t)get_fixed(bytes + RC_TRACE_AT_OBJECTS, 4);
    trace->events = get_fixed(bytes + RC_TRACE_AT_EVENTS, 8);
    if (trace->threads == 0 || trace->threads > RC_TRACE_MAX_THREADS)
        return refuse(error, RC_TRACE_AT_THREADS, "%" PRIu32 " threads, must be 1 to %d",
                      trace->threads, RC_TRACE_MAX_THREADS);
    if (trace->events == 0)
        return refuse(error, RC_TRACE_AT_EVENTS, "the trace holds no event");
    if (trace->events > body)
        return refuse(error, RC_TRACE_AT_EVENTS,
                      "%" PRIu64 " events cannot be in a body of %" PRIu64 " bytes", trace->events,
                      body);
    if (trace->objects == 0 || trace->objects > trace->events)
        return refuse(error, RC_TRACE_AT_OBJECTS,
                      "%" PRIu32 " objects, must be 1 to the number of events, %" PRIu64,
                      trace->objects, trace->events);
    return true;
}

static bool read_switch(decoder *d, uint64_t thread)
{
    if (thread >= d->trace->threads)
        return REFUSE(d, "switch to thread %" PRIu64 ", but there are %" PRIu32 " threads", thread,
                      d->trace->threads);
    if (thread > d->threads)
        return REFUSE(d, "switch to thread %" PRIu64 " before the first event of thread %" PRIu32,
                      thread, d->threads);
    if (thread == d->thread)
        return REFUSE(d, "switch to thread %" PRIu64 " from itself", thread);
    d->thread = (uint32_t)thread;
    return true;
}

static bool read_create(decoder *d)
{
    if (d->objects == d->trace->objects)
        return REFUSE(d, "creation of object %" PRIu32 ", but there are %" PRIu32 " objects",
                      d->objects, d->trace->objects);
    d->object = d->objects++;
    d->count[d->object] = 1;
    return true;
}

static const char *op_name(rc_trace_op op)
{
    static const char *const name[] = {"creation", "retain", "release", "destruction"};
    return name[op];
}

/* A retain, release or destruction of an object that has to be alive. */
static bool read_change(decoder *d, rc_trace_op op, uint64_t operand)
{
    const char *name = op_name(op);
    int64_t delta = rc_unzigzag(operand);
    int64_t object = (int64_t)d->object + delta; /* no overflow: |delta| < 2^62 */
    if (object < 0 || object >= (int64_t)d->trace->objects)
        return REFUSE(d, "%s of object %" PRId64 ", but there are %" PRIu32 " objects", name,
                      object, d->trace->objects);
    if (object >= (int64_t)d->objects)
        return REFUSE(d, "%s of object %" PRId64 " before its creation", name, object);

    uint64_t *count = &d->count[object];
    if (*count == 0)
        return REFUSE(d, "%s of object %" PRId64 " after its destruction", name, object);
    if (op == RC_TRACE_RELEASE && *count == 1)
        return REFUSE(d, "release of the last reference to object %" PRId64 " does not destroy it",
                      object);
    if (op == RC_TRACE_DESTROY && *count != 1)
        return REFUSE(d, "destruction of object %" PRId64 ", which has %" PRIu64 " references",
                      object, *count);
    *count += op == RC_TRACE_RETAIN ? 1 : UINT64_MAX;
    d->object = (uint32_t)object;
    return true;
}

/* A record at d->at; moves behind it. *switched says whether it was a switch, not an event. */
static bool read_record(decoder *d, bool *switched)
{
    const uint8_t *next = d->at;
    uint64_t record;
    switch (rc_varint_get(&next, d->end, &record)) {
    case RC_VARINT_OK:
        break;
    case RC_VARINT_TRUNCATED:
        return REFUSE(
            d, "truncated: the body ends inside a record, after %" PRIu64 " of %" PRIu64 " events",
            d->events, d->trace->events);
    case RC_VARINT_OVERFLOW:
        return REFUSE(d, "a number of more than 64 bits");
    case RC_VARINT_OVERLONG:
        return REFUSE(d, "a number with more bytes than it needs");
    }

    rc_trace_op op = record & ((1u << RC_TRACE_TAG_BITS) - 1);
    uint64_t operand = record >> RC_TRACE_TAG_BITS;
    bool again = *switched;
    *switched = op == RC_TRACE_SPECIAL && operand > 0;
    if (*switched) {
        if (again)
            return REFUSE(d, "switch to thread %" PRIu64 " right after another switch",
                          operand - 1);
        if (!read_switch(d, operand - 1))
            return false;
    } else {
        if (!(op == RC_TRACE_CREATE ? read_create(d) : read_change(d, op, operand)))
            return false;
        if (d->thread == d->threads)
            d->threads++;
        d->trace->event[d->events++] =
            (rc_trace_event){.object = d->object, .thread = (uint16_t)d->thread, .op = (uint8_t)op};
    }
    d->at = next;
    return true;
}

static bool read_body(decoder *d)
{
    bool switched = false;
    while (d->events < d->trace->events) {
        if (d->at == d->end)
            return REFUSE(d, "truncated: the body ends after %" PRIu64 " of %" PRIu64 " events",
                          d->events, d->trace->events);
        if (!read_record(d, &switched))
            return false;
    }
    if (d->at != d->end)
        return REFUSE(d, "trailing bytes after the last event: %td", d->end - d->at);
    if (d->objects != d->trace->objects)
        return refuse(d->error, RC_TRACE_AT_OBJECTS,
                      "%" PRIu32 " objects, but the events create %" PRIu32, d->trace->objects,
                      d->objects);
    if (d->threads != d->trace->threads)
        return refuse(d->error, RC_TRACE_AT_THREADS,
                      "%" PRIu32 " threads, but the events are of %" PRIu32, d->trace->threads,
                      d->threads);
    return true;
}

bool rc_trace_decode(rc_trace *trace, const void *bytes, size_t size, rc_trace_error *error)
{
    *trace = (rc_trace){0};
    if (!read_header(trace, bytes, size, error))
        return false;

    const uint8_t *start = bytes;
    decoder d = {.start = start,
                 .at = start + RC_TRACE_HEADER_SIZE,
                 .end = start + size - RC_TRACE_CRC_SIZE,
                 .trace = trace,
                 .error = error};
    /* The header was checked against the size, so these are at most 8 bytes per byte given. */
    trace->event = malloc(trace->events * sizeof *trace->event);
    d.count = calloc(trace->objects, sizeof *d.count);

    bool ok = trace->event && d.count;
    if (!ok) {
        refuse(error, RC_TRACE_NO_OFFSET, "not enough memory for %" PRIu64 " events",
               trace->events);
    } else {
        ok = read_body(&d);
        uint64_t body = size - RC_TRACE_CRC_SIZE;
        bool intact = crc32_z(0, start, body) == get_fixed(d.end, RC_TRACE_CRC_SIZE);
        if (ok && !intact) {
            ok = refuse(error, body, "the checksum differs: the file is damaged");
        } else if (!intact) {
            size_t used = strlen(error->text);
            snprintf(error->text + used, sizeof error->text - used, " (the checksum differs too)");
        }
    }
    free(d.count);
    if (!ok)
        rc_trace_free(trace);
    return ok;
}

void rc_trace_free(rc_trace *trace)
{
    free(trace->event);
    *trace = (rc_trace){0};
}
