/*
 * trace_fuzz.c: libFuzzer's target for the reader of traces: whatever it is given, it says one clear error
 * or reads a trace that the writer would write in the same bytes, and loses no memory over it.
 *
 * The file comes by rc_trace_load as well, from memory that has a name, and must be read alike.
 *
 * A checksum is not found by chance, and neither are the numbers in the header that fit a changed body:
 * the mutator puts them right most of the time, so that what lies behind is tried too.
 */
#include "bench/trace/reader.h"
#include "bench/trace/varint.h"
#include "bench/trace/writer.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);

/* ---------------------------------------------------------------------------------- mutations */

static void put_fixed(uint8_t *bytes, uint64_t value, unsigned size)
{
    for (unsigned i = 0; i < size; i++)
        bytes[i] = (uint8_t)(value >> (8 * i));
}

/* The header's numbers as the body has them. */
static void count_body(uint8_t *data, size_t size)
{
    const uint8_t *at = data + RC_TRACE_HEADER_SIZE, *end = data + size - RC_TRACE_CRC_SIZE;
    uint64_t record, events = 0, objects = 0, threads = 1;
    while (at < end && rc_varint_get(&at, end, &record) == RC_VARINT_OK) {
        uint64_t operand = record >> RC_TRACE_TAG_BITS;
        bool special = (record & 3) == RC_TRACE_SPECIAL;
        events += !special || operand == 0;
        objects += special && operand == 0;
        threads = special && operand > threads ? operand : threads;
    }
    memcpy(data, RC_TRACE_MAGIC, strlen(RC_TRACE_MAGIC));
    put_fixed(data + RC_TRACE_AT_THREADS, threads, 4);
    put_fixed(data + RC_TRACE_AT_OBJECTS, objects, 4);
    put_fixed(data + RC_TRACE_AT_EVENTS, events, 8);
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
    size = LLVMFuzzerMutate(data, size, most);
    if (size < RC_TRACE_HEADER_SIZE + RC_TRACE_CRC_SIZE || seed % 8 == 0)
        return size;
    if (seed % 8 != 1)
        count_body(data, size);
    size_t body = size - RC_TRACE_CRC_SIZE;
    put_fixed(data + body, crc32_z(0, data, body), RC_TRACE_CRC_SIZE);
    return size;
}

/* ----------------------------------------------------------------------------------- the test */

__attribute__((noreturn)) static void fail(const char *what, const rc_trace_error *error)
{
    fprintf(stderr, "trace_fuzz: %s: offset %" PRIu64 ": %s\n", what, error->offset, error->text);
    abort();
}

#ifdef STRESS_FUZZ_FAULT
/* What the target must find, to show that it can: the last event of a long trace is lost. */
static bool read_trace(rc_trace *trace, const uint8_t *data, size_t size, rc_trace_error *error)
{
    bool read = rc_trace_decode(trace, data, size, error);
    trace->events -= read && trace->events > 3;
    return read;
}
#else
static bool read_trace(rc_trace *trace, const uint8_t *data, size_t size, rc_trace_error *error)
{
    return rc_trace_decode(trace, data, size, error);
}
#endif

static void check_error(const rc_trace_error *error, size_t size)
{
    char line[256];
    bool whole = memchr(error->text, '\0', sizeof error->text) != NULL;
    if (!whole || error->text[0] == '\0' || error->offset > size)
        fail("not a clear error", error);
    for (const char *c = error->text; *c != '\0'; c++) {
        if (*c < ' ' || *c > '~')
            fail("not one line", error);
    }
    rc_trace_error_line(error, "FILE", line, sizeof line);
    if (strncmp(line, "FILE: offset ", 13) != 0 || strstr(line, error->text) == NULL)
        fail("not shown whole", error);
}

/* There is one way to write a trace. */
static void check_trace(const rc_trace *trace, const uint8_t *data, size_t size)
{
    static const rc_trace_error none = {.text = "read"};
    rc_trace_writer *writer = rc_trace_writer_new();
    if (writer == NULL)
        fail("no memory", &none);
    for (uint64_t i = 0; i < trace->events; i++) {
        const rc_trace_event *event = &trace->event[i];
        if (event->op == RC_TRACE_CREATE)
            rc_trace_write_create(writer, event->thread);
        else
            rc_trace_write(writer, (rc_trace_op)event->op, event->thread, event->object);
    }
    size_t again;
    const uint8_t *written = rc_trace_writer_finish(writer, &again);
    if (written == NULL || again != size || memcmp(written, data, size) != 0)
        fail("written again it is another file", &none);
    rc_trace_writer_free(writer);
}

static void check_file(bool read, const rc_trace_error *error, const uint8_t *data, size_t size)
{
    static int file = -1;
    char path[64];
    rc_trace trace;
    rc_trace_error other = {.text = ""};
    if (file < 0)
        file = memfd_create("trace", 0);
    if (file < 0 || ftruncate(file, 0) != 0 || pwrite(file, data, size, 0) != (ssize_t)size)
        fail("no file in memory", &other);
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    if (rc_trace_load(&trace, path, &other) != read)
        fail("not read alike from a file", &other);
    if (!read && (error->offset != other.offset || strcmp(error->text, other.text) != 0))
        fail("another error from a file", &other);
    rc_trace_free(&trace);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rc_trace trace;
    rc_trace_error error;
    bool read = read_trace(&trace, data, size, &error);
    if (read)
        check_trace(&trace, data, size);
    else
        check_error(&error, size);
    rc_trace_free(&trace);
    check_file(read, &error, data, size);
    return 0;
}
