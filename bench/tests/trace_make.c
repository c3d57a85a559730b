/*
 * trace_make.c: makes a small trace by hand, for tests; also one that no program can have made.
 *
 *     trace_make FILE EVENT...
 *
 * An event is THREAD OP OBJECT in one word: 0c0 is the creation of object 0 by thread 0, 1r0 a
 * retain of it by thread 1, 1l0 a release (that lets go), 0d0 the destroying release. Nothing is
 * checked but that objects are created in order; the checksum is always right.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "bench/trace/writer.h"

static const char ops[] = "crld"; /* by rc_trace_op */

int main(int argc, char **argv)
{
    rc_trace_writer *writer = rc_trace_writer_new();
    if (argc < 3 || !writer) {
        fputs("usage: trace_make FILE EVENT...\n", stderr);
        return 2;
    }
    for (int i = 2; i < argc; i++) {
        unsigned thread, object;
        char op;
        if (sscanf(argv[i], "%u%c%u", &thread, &op, &object) != 3 || !strchr(ops, op)) {
            fprintf(stderr, "trace_make: not an event: %s\n", argv[i]);
            return 2;
        }
        if (op == 'c')
            rc_trace_write_create(writer, thread);
        else
            rc_trace_write(writer, (rc_trace_op)(strchr(ops, op) - ops), thread, object);
    }
    bool ok = rc_trace_writer_save(writer, argv[1]);
    if (!ok)
        fprintf(stderr, "trace_make: %s: %s\n", argv[1], strerror(errno));
    rc_trace_writer_free(writer);
    return ok ? 0 : 2;
}
