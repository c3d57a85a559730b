/*
 * trace_errors.h: every way in which a trace can be wrong, with the offset and the words that the
 * reader must find for it.
 *
 * The bodies are written byte by byte. A record is operand * 4 + tag, so 0x00 creates an object,
 * 0x04 0x08 0x0c ... switch to thread 0 1 2 ..., 0x01 0x02 0x03 retain, release and destroy the
 * object of the event before, 0x09 retains the one after it and 0x05 the one before. The body
 * begins at offset 24.
 */
#ifndef RC_BENCH_TESTS_TRACE_ERRORS_H
#define RC_BENCH_TESTS_TRACE_ERRORS_H

#include <stdint.h>

typedef struct trace_error_case {
    uint32_t threads, objects;
    uint64_t events;
    const char *body;
    unsigned size;
    uint64_t offset;
    const char *text;
} trace_error_case;

#define BODY(bytes) bytes, sizeof bytes - 1

static const trace_error_case trace_error_cases[] = {
    /* the header */
    {0, 1, 2, BODY("\x00\x03"), 8, "0 threads, must be 1 to 1024"},
    {1025, 1, 2, BODY("\x00\x03"), 8, "1025 threads, must be 1 to 1024"},
    {1, 1, 0, BODY("\x00\x03"), 16, "the trace holds no event"},
    {1, 1, 3, BODY("\x00\x03"), 16, "3 events cannot be in a body of 2 bytes"},
    {1, 1, UINT64_MAX, BODY("\x00\x03"), 16,
     "18446744073709551615 events cannot be in a body of 2 bytes"},
    {1, 0, 2, BODY("\x00\x03"), 12, "0 objects, must be 1 to the number of events, 2"},
    {1, 3, 2, BODY("\x00\x03"), 12, "3 objects, must be 1 to the number of events, 2"},
    {1, UINT32_MAX, 2, BODY("\x00\x03"), 12,
     "4294967295 objects, must be 1 to the number of events, 2"},
    {1, 2, 2, BODY("\x00\x03"), 12, "2 objects, but the events create 1"},
    {2, 1, 2, BODY("\x00\x03"), 8, "2 threads, but the events are of 1"},

    /* numbers */
    {1, 1, 2, BODY("\x00\x81"), 25,
     "truncated: the body ends inside a record, after 1 of 2 events"},
    {1, 1, 2, BODY("\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02"), 25,
     "a number of more than 64 bits"},
    {1, 1, 2, BODY("\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\x81\x01"), 25,
     "a number of more than 64 bits"},
    {1, 1, 2, BODY("\x00\x83\x00"), 25, "a number with more bytes than it needs"},
    {1, 1, 1, BODY("\x80\x00"), 24, "a number with more bytes than it needs"},

    /* the end of the body */
    {2, 1, 3, BODY("\x00\x08\x03"), 27, "truncated: the body ends after 2 of 3 events"},
    {2, 1, 2, BODY("\x00\x08"), 26, "truncated: the body ends after 1 of 2 events"},
    {1, 1, 2, BODY("\x00\x03\x00"), 26, "trailing bytes after the last event: 1"},
    {1, 1, 2, BODY("\x00\x03\x00\x00"), 26, "trailing bytes after the last event: 2"},
    {2, 1, 3, BODY("\x00\x08\x01\x02\x04"), 28, "trailing bytes after the last event: 1"},

    /* threads */
    {2, 1, 2, BODY("\x00\x0c\x03"), 25, "switch to thread 2, but there are 2 threads"},
    {1, 1, 2, BODY("\x00\xfc\xff\xff\xff\xff\xff\xff\xff\xff\x01"), 25,
     "switch to thread 4611686018427387902, but there are 1 threads"},
    {3, 1, 2, BODY("\x00\x0c\x03"), 25, "switch to thread 2 before the first event of thread 1"},
    {2, 1, 2, BODY("\x08\x00\x03"), 24, "switch to thread 1 before the first event of thread 0"},
    {2, 1, 2, BODY("\x00\x04\x03"), 25, "switch to thread 0 from itself"},
    {3, 1, 2, BODY("\x00\x08\x04\x03"), 26, "switch to thread 0 right after another switch"},

    /* objects that are not there */
    {1, 1, 2, BODY("\x00\x00"), 25, "creation of object 1, but there are 1 objects"},
    {1, 1, 2, BODY("\x00\x09"), 25, "retain of object 1, but there are 1 objects"},
    {1, 1, 2, BODY("\x00\x05"), 25, "retain of object -1, but there are 1 objects"},
    {1, 1, 2, BODY("\x00\xfd\xff\xff\xff\xff\xff\xff\xff\xff\x01"), 25,
     "retain of object -2305843009213693952, but there are 1 objects"},
    {1, 1, 2, BODY("\x00\xf9\xff\xff\xff\xff\xff\xff\xff\xff\x01"), 25, "object 23058430092136939"},
    {1, 1, 2, BODY("\x01\x00"), 24, "retain of object 0 before its creation"},
    {1, 2, 3, BODY("\x00\x09\x00"), 25, "retain of object 1 before its creation"},
    {1, 2, 3, BODY("\x00\x0a\x00"), 25, "release of object 1 before its creation"},
    {1, 2, 3, BODY("\x00\x0b\x00"), 25, "destruction of object 1 before its creation"},

    /* life and death */
    {1, 1, 3, BODY("\x00\x03\x01"), 26, "retain of object 0 after its destruction"},
    {1, 1, 3, BODY("\x00\x03\x02"), 26, "release of object 0 after its destruction"},
    {1, 1, 3, BODY("\x00\x03\x03"), 26, "destruction of object 0 after its destruction"},
    {1, 2, 4, BODY("\x00\x03\x00\x05"), 27, "retain of object 0 after its destruction"},
    {1, 1, 2, BODY("\x00\x02"), 25,
     "release of the last reference to object 0 does not destroy it"},
    {1, 1, 3, BODY("\x00\x01\x03"), 26, "destruction of object 0, which has 2 references"},
};

#undef BODY

#endif
