/*
 * json.c: results as JSON, one object a line.
 */
#include "refcount/tool/cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct rc_json_out {
    FILE *file;
    char *path, *unfinished; /* NULL for stdout */
};

static void *must(void *memory)
{
    if (memory == NULL)
        rc_cli_fail("no memory");
    return memory;
}

rc_json_out *rc_json_open(const char *path)
{
    if (path == NULL)
        return NULL;
    rc_json_out *out = must(calloc(1, sizeof *out));
    if (strcmp(path, "-") == 0) {
        out->file = stdout;
        return out;
    }
    out->path = must(strdup(path));
    size_t size = strlen(path) + sizeof ".unfinished";
    out->unfinished = must(malloc(size));
    snprintf(out->unfinished, size, "%s.unfinished", path);
    out->file = fopen(out->unfinished, "w");
    if (out->file == NULL)
        rc_cli_fail("cannot write %s: %s", path, strerror(errno));
    return out;
}

void rc_json_line(rc_json_out *out, json_t *object)
{
    if (object == NULL)
        rc_cli_fail("no memory");
    if (out != NULL) {
        json_dumpf(object, out->file, JSON_COMPACT | JSON_REAL_PRECISION(6));
        fputc('\n', out->file);
        fflush(out->file);
    }
    json_decref(object);
}

void rc_json_close(rc_json_out *out)
{
    if (out == NULL)
        return;
    bool failed = ferror(out->file) != 0;
    if (out->path != NULL) {
        failed |= fclose(out->file) != 0;
        if (failed || rename(out->unfinished, out->path) != 0) {
            int error = errno;
            remove(out->unfinished);
            rc_cli_fail("cannot write %s: %s", out->path, strerror(error));
        }
        free(out->path);
        free(out->unfinished);
    } else if (failed) {
        rc_cli_fail("cannot write to stdout");
    }
    free(out);
}
