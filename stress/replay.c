/*
 * replay.c: see replay.h.
 */
#include "stress/replay.h"

#include "refcount/tool/cli.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINES = 4096 };

typedef struct line {
    json_t *json;
    const stress_scenario *scenario;
    const char *backend, *scheme;
} line;

static line parse_line(const char *file, unsigned number, const char *text)
{
    json_error_t error;
    line l = {.json = json_loads(text, 0, &error)};
    if (l.json == NULL)
        rc_cli_fail("%s: line %u, column %d: %s", file, number, error.column, error.text);
    const char *scenario = json_string_value(json_object_get(l.json, "scenario"));
    l.backend = json_string_value(json_object_get(l.json, "backend"));
    l.scheme = json_string_value(json_object_get(l.json, "reclaim"));
    if (scenario == NULL || l.backend == NULL || rc_ops_find(l.backend) == NULL ||
        !json_is_integer(json_object_get(l.json, "seed")))
        rc_cli_fail("%s: line %u is no result of rc-stress", file, number);
    for (const stress_scenario *const *s = stress_scenarios(); *s != NULL; s++) {
        if (strcmp((*s)->name, scenario) == 0)
            l.scenario = *s;
    }
    if (l.scenario == NULL)
        rc_cli_fail("%s: line %u: unknown scenario '%s'", file, number, scenario);
    return l;
}

static unsigned read_lines(const char *file, line *lines)
{
    FILE *in = fopen(file, "r");
    if (in == NULL)
        rc_cli_fail("%s: %s", file, strerror(errno));
    char *text = NULL;
    size_t size = 0;
    unsigned count = 0;
    while (getline(&text, &size, in) > 0) {
        if (count == LINES)
            rc_cli_fail("%s: more than %u lines", file, (unsigned)LINES);
        lines[count] = parse_line(file, count + 1, text);
        count++;
    }
    if (ferror(in))
        rc_cli_fail("%s: %s", file, strerror(errno));
    free(text);
    fclose(in);
    if (count == 0)
        rc_cli_fail("%s: no results", file);
    return count;
}

bool stress_replay(const stress_request *request,
                   bool (*play)(const stress_request *, const stress_scenario *,
                                const char *backend, void *arg),
                   void *arg)
{
    static line lines[LINES];
    unsigned count = read_lines(request->replay, lines);
    bool broken = false;
    for (unsigned i = 0; i < count; i++) {
        stress_request one = *request;
        one.options.seed = (uint64_t)json_integer_value(json_object_get(lines[i].json, "seed"));
        if (lines[i].scheme != NULL)
            one.scheme = lines[i].scheme;
        one.options.replay = json_string_value(json_object_get(lines[i].json, "schedule"));
        broken |= play(&one, lines[i].scenario, lines[i].backend, arg);
        json_decref(lines[i].json);
    }
    return broken;
}
