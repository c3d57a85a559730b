/*
 * trace_test.c: the reader refuses whatever is wrong, with the right words at the right offset,
 * and reads back whatever the writer wrote.
 *
 *     trace_test [SAMPLE [SEED]]
 *
 * Every decoding is of a copy in a block of just its size, so that a sanitizer sees a read past
 * the end.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#include "bench/tests/trace_errors.h"
#include "bench/trace/reader.h"
#include "bench/trace/writer.h"
#include "refcount/tool/scale.h"
#include "refcount/tool/tap.h"

enum { MAX_OBJECTS = 200, MAX_THREADS = 20 };

static rc_trace_error error;

static uint64_t random_below(uint64_t *state, uint64_t n)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return (z ^ z >> 31) % n;
}

static void put_fixed(uint8_t *bytes, uint64_t value, unsigned size)
{
    for (unsigned i = 0; i < size; i++)
        bytes[i] = (uint8_t)(value >> (8 * i));
}

/* Makes the checksum at the end right. */
static void seal(uint8_t *bytes, size_t size)
{
    put_fixed(bytes + size - 4, crc32(0, bytes, (uInt)(size - 4)), 4);
}

/* Is it accepted? Else `error` says why. */
static bool decode(const uint8_t *bytes, size_t size, rc_trace *trace)
{
    uint8_t *copy = malloc(size ? size : 1);
    memcpy(copy, bytes, size);
    bool ok = rc_trace_decode(trace, copy, size, &error);
    free(copy);
    return ok;
}

static bool refused(const uint8_t *bytes, size_t size)
{
    rc_trace trace;
    bool ok = decode(bytes, size, &trace);
    rc_trace_free(&trace);
    return !ok && error.offset <= size && error.text[0];
}

static void expect(const uint8_t *bytes, size_t size, uint64_t offset, const char *text)
{
    bool ok = refused(bytes, size) && error.offset == offset && strstr(error.text, text);
    if (!tap_ok(ok, "offset %" PRIu64 ": %s", offset, text))
        tap_note("got offset %" PRIu64 ": %s", error.offset, error.text);
}

static size_t assemble(const trace_error_case *wrong, uint8_t *bytes)
{
    memcpy(bytes, "RCTRACE1", 8);
    put_fixed(bytes + 8, wrong->threads, 4);
    put_fixed(bytes + 12, wrong->objects, 4);
    put_fixed(bytes + 16, wrong->events, 8);
    memcpy(bytes + 24, wrong->body, wrong->size);
    seal(bytes, 24 + wrong->size + 4);
    return 24 + wrong->size + 4;
}

static void test_errors(void)
{
    uint8_t bytes[64];
    for (size_t i = 0; i < sizeof trace_error_cases / sizeof *trace_error_cases; i++) {
        const trace_error_case *wrong = &trace_error_cases[i];
        expect(bytes, assemble(wrong, bytes), wrong->offset, wrong->text);
    }

    static const trace_error_case right = {1, 1, 2, "\x00\x03", 2, 0, NULL};
    size_t size = assemble(&right, bytes);
    rc_trace trace;
    tap_ok(decode(bytes, size, &trace) && trace.events == 2, "the same without a fault is read");
    rc_trace_free(&trace);
    expect(bytes, 0, 0, "the file is empty");
    expect(bytes, 4, 4, "truncated: 4 bytes, a header and a checksum take 28");
    expect(bytes, 27, 27, "truncated: 27 bytes, a header and a checksum take 28");
    bytes[size - 1] ^= 1;
    expect(bytes, size, size - 4, "the checksum differs: the file is damaged");
    bytes[25] = 2;
    expect(bytes, size, 25, "does not destroy it (the checksum differs too)");
    bytes[7] = '2';
    expect(bytes, size, 0, "not a reference count trace: it does not begin with RCTRACE1");
}

/* Writes the trace once more: the bytes must be the same, since there is one way to write it. */
static bool rewrites_to(const rc_trace *trace, const uint8_t *bytes, size_t size)
{
    rc_trace_writer *writer = rc_trace_writer_new();
    for (uint64_t i = 0; i < trace->events; i++) {
        const rc_trace_event *event = &trace->event[i];
        if (event->op == RC_TRACE_CREATE)
            rc_trace_write_create(writer, event->thread);
        else
            rc_trace_write(writer, event->op, event->thread, event->object);
    }
    size_t again;
    const uint8_t *written = rc_trace_writer_finish(writer, &again);
    bool same = written && again == size && memcmp(written, bytes, size) == 0;
    rc_trace_writer_free(writer);
    return same;
}

static void test_sample(const char *path)
{
    rc_trace trace;
    struct stat status;
    if (!tap_ok(rc_trace_load(&trace, path, &error), "the sample is read")) {
        tap_note("%s: %s", path, error.text);
        return;
    }
    tap_ok(trace.threads > 2, "the sample has several threads");
    tap_ok(stat(path, &status) == 0 && status.st_size < 40000, "the sample is small");

    size_t size = (size_t)status.st_size;
    uint8_t *bytes = malloc(size + 1);
    FILE *file = fopen(path, "rb");
    bool read = file && fread(bytes, 1, size, file) == size;
    if (file)
        fclose(file);
    tap_ok(read && rewrites_to(&trace, bytes, size), "written again it is the same file");
    rc_trace_free(&trace);

    size_t missed = 0, stride = 100 / rc_tool_scaled(100);
    for (size_t i = 0; i < size; i += stride) {
        const uint8_t flips[] = {0xff, (uint8_t)(1 << i % 8)};
        for (size_t k = 0; k < sizeof flips; k++) {
            bytes[i] ^= flips[k];
            missed += !refused(bytes, size);
            bytes[i] ^= flips[k];
        }
    }
    tap_ok(missed == 0, "a change of any byte is an error");
    missed = 0;
    for (size_t i = 0; i < size; i += stride)
        missed += !refused(bytes, i);
    tap_ok(missed == 0, "a cut at any length is an error");
    bytes[size] = 0;
    tap_ok(refused(bytes, size + 1), "a byte more is an error");
    free(bytes);
}

/* A valid trace made at random: any thread may do any event on any living object. */
static rc_trace_writer *random_trace(uint64_t *state)
{
    rc_trace_writer *writer = rc_trace_writer_new();
    uint64_t count[MAX_OBJECTS] = {0};
    uint32_t objects = 0, threads = 0;
    uint32_t max_objects = 1 + (uint32_t)random_below(state, MAX_OBJECTS);
    uint32_t max_threads = 1 + (uint32_t)random_below(state, MAX_THREADS);
    uint64_t steps = 1 + random_below(state, 1000);
    for (uint64_t i = 0; i < steps; i++) {
        uint32_t object = (uint32_t)random_below(state, max_objects);
        bool create = object >= objects;
        if (!create && count[object] == 0)
            continue;
        uint32_t thread = (uint32_t)random_below(state, max_threads);
        thread = thread > threads ? threads : thread;
        threads += thread == threads;
        if (create) {
            count[objects++] = 1;
            rc_trace_write_create(writer, thread);
        } else if (random_below(state, 2)) {
            count[object]++;
            rc_trace_write(writer, RC_TRACE_RETAIN, thread, object);
        } else {
            bool last = --count[object] == 0;
            rc_trace_write(writer, last ? RC_TRACE_DESTROY : RC_TRACE_RELEASE, thread, object);
        }
    }
    return writer;
}

static void test_round_trip(uint64_t seed)
{
    size_t lost = 0, other = 0;
    uint64_t accepted = 0, traces = rc_tool_scaled(500);
    for (uint64_t i = 0; i < traces; i++) {
        rc_trace_writer *writer = random_trace(&seed);
        size_t size;
        const uint8_t *bytes = rc_trace_writer_finish(writer, &size);
        rc_trace trace;
        lost += !(bytes && decode(bytes, size, &trace) && rewrites_to(&trace, bytes, size) &&
                  trace.events == rc_trace_writer_events(writer));
        rc_trace_free(&trace);

        /* Damage with a right checksum: refused, or another valid trace, which is canonical. */
        uint8_t *damaged = malloc(size);
        for (unsigned k = 0; k < 50; k++) {
            memcpy(damaged, bytes, size);
            for (uint64_t n = 1 + random_below(&seed, 3); n > 0; n--)
                damaged[random_below(&seed, size)] ^= (uint8_t)(1 << random_below(&seed, 8));
            seal(damaged, size);
            if (decode(damaged, size, &trace)) {
                accepted++;
                other += !rewrites_to(&trace, damaged, size);
            }
            rc_trace_free(&trace);
        }
        free(damaged);
        rc_trace_writer_free(writer);
    }
    tap_ok(lost == 0, "%" PRIu64 " random traces are read as they were written", traces);
    tap_ok(other == 0,
           "a damaged trace is refused or read exactly (%" PRIu64 " of %" PRIu64 " read)", accepted,
           50 * traces);
}

static void test_files(void)
{
    rc_trace trace;
    char line[256];
    bool loaded = rc_trace_load(&trace, "/nonexistent", &error);
    rc_trace_error_line(&error, "/nonexistent", line, sizeof line);
    tap_ok(!loaded && strcmp(line, "/nonexistent: cannot be read: No such file or directory") == 0,
           "no file: %s", line);
    tap_ok(!rc_trace_load(&trace, "/", &error) && error.offset == RC_TRACE_NO_OFFSET,
           "a directory: %s", error.text);

    rc_trace_writer *writer = rc_trace_writer_new();
    rc_trace_write(writer, RC_TRACE_RETAIN, 0, rc_trace_write_create(writer, 0));
    errno = 0;
    tap_ok(!rc_trace_writer_save(writer, "/nonexistent/trace") && errno == ENOENT,
           "a trace is not written where it cannot be");
    rc_trace_writer_free(writer);

    writer = rc_trace_writer_new();
    rc_trace_write_create(writer, 1);
    size_t size;
    tap_ok(!rc_trace_writer_finish(writer, &size) && errno == EINVAL,
           "the writer refuses a thread out of order");
    rc_trace_writer_free(writer);
}

int main(int argc, char **argv)
{
    const char *sample = argc > 1 ? argv[1] : "bench/trace/samples/ffmpeg-small.rctrace";
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 0) : (uint64_t)time(NULL);
    tap_note("seed %" PRIu64, seed);
    test_errors();
    test_files();
    test_round_trip(seed);
    test_sample(sample);
    return tap_done();
}
