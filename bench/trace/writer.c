/*
 * writer.c: makes a trace, event by event; see format.h for what comes out.
 *
 * The file grows in memory: its header is filled in at the end, when the numbers are known.
 */
#include "bench/trace/writer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "bench/trace/varint.h"

struct rc_trace_writer {
    uint8_t *bytes;
    size_t size, room;
    uint32_t threads; /* seen so far */
    uint32_t thread;  /* of the last event */
    uint32_t objects; /* created so far */
    uint32_t object;  /* of the last event */
    uint64_t events;
    int error; /* the first one, as an errno; nothing is written after it */
    bool finished;
};

rc_trace_writer *rc_trace_writer_new(void)
{
    rc_trace_writer *writer = calloc(1, sizeof *writer);
    if (!writer)
        return NULL;
    writer->room = 4096;
    writer->bytes = malloc(writer->room);
    if (!writer->bytes) {
        free(writer);
        return NULL;
    }
    memset(writer->bytes, 0, RC_TRACE_HEADER_SIZE);
    writer->size = RC_TRACE_HEADER_SIZE;
    return writer;
}

void rc_trace_writer_free(rc_trace_writer *writer)
{
    if (!writer)
        return;
    free(writer->bytes);
    free(writer);
}

static void fail(rc_trace_writer *writer, int error)
{
    if (!writer->error)
        writer->error = error;
}

/* Room for n bytes more and for the checksum, so that finishing cannot fail for want of memory. */
static bool reserve(rc_trace_writer *writer, size_t n)
{
    if (writer->error)
        return false;
    if (writer->room - writer->size >= n + RC_TRACE_CRC_SIZE)
        return true;
    uint8_t *bytes = realloc(writer->bytes, writer->room * 2);
    if (!bytes) {
        fail(writer, ENOMEM);
        return false;
    }
    writer->bytes = bytes;
    writer->room *= 2;
    return true;
}

static void put_record(rc_trace_writer *writer, unsigned tag, uint64_t operand)
{
    if (reserve(writer, RC_VARINT_MAX_BYTES))
        writer->size +=
            rc_varint_put(writer->bytes + writer->size, operand << RC_TRACE_TAG_BITS | tag);
}

static void switch_to(rc_trace_writer *writer, uint32_t thread)
{
    if (thread > writer->threads)
        fail(writer, EINVAL);
    if (thread >= RC_TRACE_MAX_THREADS)
        fail(writer, ERANGE);
    if (thread == writer->threads)
        writer->threads++;
    if (thread != writer->thread)
        put_record(writer, RC_TRACE_SPECIAL, (uint64_t)thread + 1);
    writer->thread = thread;
}

uint32_t rc_trace_write_create(rc_trace_writer *writer, uint32_t thread)
{
    if (writer->objects == UINT32_MAX)
        fail(writer, ERANGE);
    switch_to(writer, thread);
    put_record(writer, RC_TRACE_SPECIAL, 0);
    writer->events++;
    return writer->object = writer->objects++;
}

void rc_trace_write(rc_trace_writer *writer, rc_trace_op op, uint32_t thread, uint32_t object)
{
    if (object >= writer->objects || op == RC_TRACE_CREATE)
        fail(writer, EINVAL);
    switch_to(writer, thread);
    put_record(writer, op, rc_zigzag((int64_t)object - (int64_t)writer->object));
    writer->events++;
    writer->object = object;
}

uint64_t rc_trace_writer_events(const rc_trace_writer *writer)
{
    return writer->events;
}

static void put_fixed(uint8_t *bytes, uint64_t value, unsigned size)
{
    for (unsigned i = 0; i < size; i++)
        bytes[i] = (uint8_t)(value >> (8 * i));
}

const uint8_t *rc_trace_writer_finish(rc_trace_writer *writer, size_t *size)
{
    if (writer->error) {
        errno = writer->error;
        return NULL;
    }
    if (!writer->finished) {
        uint8_t *bytes = writer->bytes;
        memcpy(bytes, RC_TRACE_MAGIC, RC_TRACE_AT_THREADS);
        put_fixed(bytes + RC_TRACE_AT_THREADS, writer->threads, 4);
        put_fixed(bytes + RC_TRACE_AT_OBJECTS, writer->objects, 4);
        put_fixed(bytes + RC_TRACE_AT_EVENTS, writer->events, 8);
        uLong crc = crc32_z(crc32_z(0, NULL, 0), bytes, writer->size);
        put_fixed(bytes + writer->size, crc, RC_TRACE_CRC_SIZE);
        writer->size += RC_TRACE_CRC_SIZE;
        writer->finished = true;
    }
    *size = writer->size;
    return writer->bytes;
}

/* False and errno; the stream is closed in any case. */
static bool write_and_close(FILE *file, const uint8_t *bytes, size_t size)
{
    bool ok = fwrite(bytes, 1, size, file) == size;
    int error = errno;
    if (fclose(file) != 0 && ok) {
        ok = false;
        error = errno;
    }
    errno = error;
    return ok;
}

bool rc_trace_writer_save(rc_trace_writer *writer, const char *path)
{
    size_t size;
    const uint8_t *bytes = rc_trace_writer_finish(writer, &size);
    if (!bytes)
        return false;
    size_t length = strlen(path) + 32;
    char *temporary = malloc(length);
    if (!temporary)
        return false;
    snprintf(temporary, length, "%s.%ld.tmp", path, (long)getpid());
    FILE *file = fopen(temporary, "wbe");
    bool ok = file && write_and_close(file, bytes, size) && rename(temporary, path) == 0;
    int error = errno;
    if (file && !ok)
        unlink(temporary);
    free(temporary);
    errno = error;
    return ok;
}
