/*
 * trace_show.c: a trace as words, one per event, in the language of trace_make.
 *
 *     trace_show FILE
 */
#include <stdio.h>

#include "bench/trace/reader.h"

int main(int argc, char **argv)
{
    rc_trace trace;
    rc_trace_error error;
    if (argc != 2) {
        fputs("usage: trace_show FILE\n", stderr);
        return 2;
    }
    if (!rc_trace_load(&trace, argv[1], &error)) {
        char line[512];
        rc_trace_error_line(&error, argv[1], line, sizeof line);
        fprintf(stderr, "trace_show: %s\n", line);
        return 2;
    }
    for (uint64_t i = 0; i < trace.events; i++) {
        const rc_trace_event *event = &trace.event[i];
        printf("%u%c%u\n", event->thread, "crld"[event->op], event -> object);
    }
    rc_trace_free(&trace);
    return 0;
}
