/*
 * main.c: rc-stress: plays scenarios on backends and reports.
 */
#include "refcount/tool/cli.h"
#include "stress/harness/play.h"
#include "stress/options.h"
#include "stress/print.h"
#include "stress/replay.h"
#include "stress/soak.h"

#include <stdio.h>
#include <string.h>

static bool play_with(const stress_request *r, const stress_scenario *scenario, const char *backend,
                      const rc_gc_ops *gc, void *json)
{
    static stress_report report; /* large */
    stress_options options = r->options;
    options.ops = rc_ops_find(backend);
    options.gc = gc;
    memset(&report, 0, sizeof report);
    rc_tool_progress("%s on %s ...", scenario->name, gc != NULL ? gc->name : backend);
    stress_play_apart(scenario, &options, &report);
    rc_tool_progress("%s", "");
    stress_result result = {scenario, backend, &options, &report};
    stress_print(&result);
    fflush(stdout);
    rc_json_line(json, stress_result_json(&result));
    return stress_judge(scenario, &report) == STRESS_BROKEN;
}

/* Once; or, where slots are played with, on each scheme that was asked for. Checked mode knows no slots. */
static bool play(const stress_request *r, const stress_scenario *scenario, const char *backend,
                 void *json)
{
    if (!scenario->reclaims)
        return play_with(r, scenario, backend, NULL, json);
    const rc_ops *ops = rc_ops_find(backend);
    if (rc_ops_is_decorated(ops) && strcmp(r->scenario, scenario->name) == 0)
        rc_cli_fail("%s cannot be played on %s", scenario->name, backend);
    bool broken = false;
    const rc_gc_ops *gc;
    for (unsigned i = 0; (gc = stress_pair(r, scenario, ops, i)) != NULL; i++)
        broken |= play_with(r, scenario, backend, gc, json);
    return broken;
}

static bool play_on_backends(const stress_request *r, const stress_scenario *scenario,
                             rc_json_out *json)
{
    if (strcmp(r->backend, "all") != 0)
        return play(r, scenario, r->backend, json);
    bool broken = false;
    const rc_ops *ops;
    for (unsigned i = 0; (ops = rc_ops_at(i)) != NULL; i++)
        broken |= play(r, scenario, ops->get_backend()->name, json);
    return broken;
}

static bool play_all(const stress_request *r, rc_json_out *json)
{
    bool broken = false;
    for (const stress_scenario *const *s = stress_scenarios(); *s != NULL; s++) {
        if (stress_wanted(r, *s))
            broken |= play_on_backends(r, *s, json);
    }
    return broken;
}

int main(int argc, char **argv)
{
    rc_cli_init("rc-stress");
    stress_request r = stress_parse(argc, argv);
    rc_json_out *json = rc_json_open(r.json);
    bool broken;
    if (r.soak > 0)
        broken = stress_soak(&r, json);
    else if (r.replay != NULL)
        broken = stress_replay(&r, play, json);
    else
        broken = play_all(&r, json);
    rc_json_close(json);
    return broken ? RC_EXIT_VIOLATION : RC_EXIT_OK;
}
