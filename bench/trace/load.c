/*
 * load.c: a trace from a file, and its errors as a line for people.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/trace/reader.h"

static bool cannot_read(rc_trace_error *error, int why)
{
    error->offset = RC_TRACE_NO_OFFSET;
    snprintf(error->text, sizeof error->text, "cannot be read: %s", strerror(why));
    return false;
}

/* Reads to the end rather than to a size asked for beforehand, so that a pipe will do. */
static bool slurp(FILE *file, uint8_t **bytes, size_t *size)
{
    size_t room = 0;
    *bytes = NULL;
    *size = 0;
    do {
        if (*size == room) {
            room = room ? room * 2 : 65536;
            uint8_t *more = realloc(*bytes, room);
            if (!more)
                return false;
            *bytes = more;
        }
        *size += fread(*bytes + *size, 1, room - *size, file);
    } while (!feof(file) && !ferror(file));
    return !ferror(file);
}

bool rc_trace_load(rc_trace *trace, const char *path, rc_trace_error *error)
{
    *trace = (rc_trace){0};
    FILE *file = fopen(path, "rbe");
    if (!file)
        return cannot_read(error, errno);
    uint8_t *bytes;
    size_t size;
    bool ok = slurp(file, &bytes, &size);
    int why = errno;
    fclose(file);
    ok = ok ? rc_trace_decode(trace, bytes, size, error) : cannot_read(error, why);
    free(bytes);
    return ok;
}

void rc_trace_error_line(const rc_trace_error *error, const char *path, char *line, size_t size)
{
    if (error->offset == RC_TRACE_NO_OFFSET)
        snprintf(line, size, "%s: %s", path, error->text);
    else
        snprintf(line, size, "%s: offset %" PRIu64 ": %s", path, error->offset, error->text);
}
