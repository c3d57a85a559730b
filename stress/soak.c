/*
 * soak.c: see soak.h.
 */
#include "stress/soak.h"

#include "stress/harness/play.h"
#include "stress/print.h"
#include "stress/support/threads.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { BACKENDS = 64, NAME = 40, MINUTE = 60 };

typedef struct soak {
    const stress_request *request;
    char backend[BACKENDS][NAME];
    unsigned backends, scenarios;
    uint64_t random;
    double begin, noted;
    uint64_t plays, sound, broken, inconclusive, worlds, schedules, operations;
} soak;

static void add_backend(soak *s, const char *decorator, const char *name)
{
    if (s->backends == BACKENDS)
        rc_cli_fail("more than %d backends", BACKENDS);
    snprintf(s->backend[s->backends++], NAME, "%s%s", decorator, name);
}

static void collect(soak *s)
{
    const rc_ops *ops;
    for (unsigned i = 0; (ops = rc_ops_at(i)) != NULL; i++) {
        const rc_backend_info *info = ops->get_backend();
        bool wanted = rc_cli_matches(s->request->backend, info->name);
        if (wanted && (info->thread_safe || strcmp(s->request->backend, info->name) == 0)) {
            add_backend(s, "", info->name);
            add_backend(s, "check+", info->name);
        }
    }
    if (s->backends == 0) /* a decorated one was named */
        add_backend(s, "", s->request->backend);
    for (const stress_scenario *const *one = stress_scenarios(); *one != NULL; one++)
        s->scenarios += stress_wanted(s->request, *one);
}

static const stress_scenario *draw_scenario(soak *s)
{
    uint64_t left = stress_random(&s->random) % s->scenarios;
    for (const stress_scenario *const *one = stress_scenarios();; one++) {
        if (stress_wanted(s->request, *one) && left-- == 0)
            return *one;
    }
}

static void keep(const soak *s, const stress_result *result)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s-%s-%" PRIu64 ".json", s->request->keep,
             result->scenario->name, result->backend, result->options->seed);
    rc_json_out *out = rc_json_open(path);
    rc_json_line(out, stress_result_json(result));
    rc_json_close(out);
    printf("    kept: rc-stress --replay %s\n", path);
}

static void note_progress(soak *s, const char *doing)
{
    double now = rc_tool_now();
    char line[160];
    snprintf(line, sizeof line,
             "%.0f of %.0f s: %" PRIu64 " plays, %" PRIu64 " broken, %" PRIu64
             " inconclusive, %.1f million operations%s%s",
             now - s->begin, s->request->soak, s->plays, s->broken, s->inconclusive,
             (double)s->operations / 1e6, doing[0] != '\0' ? "; " : "", doing);
    rc_tool_progress("%s", line);
    if (now - s->noted >= MINUTE || doing[0] == '\0') {
        s->noted = now;
        rc_tool_progress("%s", "");
        printf("%s\n", line);
        fflush(stdout);
    }
}

static void play_one(soak *s, rc_json_out *json)
{
    static stress_report report;
    const stress_scenario *scenario = draw_scenario(s);
    const char *backend = s->backend[stress_random(&s->random) % s->backends];
    stress_options options = s->request->options;
    options.ops = rc_ops_find(backend);
    options.seed = stress_random(&s->random) >> 1;
    if (scenario->reclaims && rc_ops_is_decorated(options.ops))
        return; /* checked mode knows no slots */
    stress_request request = *s->request;
    request.options.seed = options.seed;
    if (scenario->reclaims)
        options.gc = stress_pair(&request, scenario, options.ops, 0);
    char doing[NAME + 80];
    snprintf(doing, sizeof doing, "%s on %s", scenario->name, backend);
    note_progress(s, doing);
    memset(&report, 0, sizeof report);
    stress_play_apart(scenario, &options, &report);
    stress_verdict verdict = stress_judge(scenario, &report);
    s->plays++;
    s->sound += verdict == STRESS_SOUND;
    s->broken += verdict == STRESS_BROKEN;
    s->inconclusive += verdict == STRESS_INCONCLUSIVE;
    s->worlds += report.worlds;
    s->schedules += report.schedules;
    s->operations += report.operations;
    if (verdict != STRESS_BROKEN)
        return;
    stress_result result = {scenario, backend, &options, &report};
    rc_tool_progress("%s", "");
    stress_print(&result);
    keep(s, &result);
    rc_json_line(json, stress_result_json(&result));
}

bool stress_soak(const stress_request *request, rc_json_out *json)
{
    soak s = {.request = request, .random = request->options.seed, .begin = rc_tool_now()};
    s.noted = s.begin;
    if (mkdir(request->keep, 0777) != 0 && errno != EEXIST)
        rc_cli_fail("%s: %s", request->keep, strerror(errno));
    collect(&s);
    printf("soak: %u scenarios on %u backends, seed %" PRIu64 "\n", s.scenarios, s.backends,
           request->options.seed);
    while (rc_tool_now() - s.begin < request->soak)
        play_one(&s, json);
    note_progress(&s, "");
    rc_json_line(json,
                 json_pack("{s:s, s:f, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "kind", "soak",
                           "seconds", rc_tool_now() - s.begin, "seed",
                           (json_int_t)request->options.seed, "plays", (json_int_t)s.plays, "sound",
                           (json_int_t)s.sound, "broken", (json_int_t)s.broken, "inconclusive",
                           (json_int_t)s.inconclusive, "worlds", (json_int_t)s.worlds, "schedules",
                           (json_int_t)s.schedules, "operations", (json_int_t)s.operations));
    return s.broken > 0;
}
