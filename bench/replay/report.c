/*
 * report.c: what rc-replay says.
 */
#include "bench/replay/report.h"

#include <inttypes.h>
#include <stdio.h>

static double share(uint64_t part, uint64_t whole)
{
    return whole ? (double)part / (double)whole : 0;
}

static void print_full(const rc_trace *trace, const rc_trace_stats *stats)
{
    const uint64_t *op = stats->op;
    printf("  creations        %10" PRIu64 "\n", op[RC_TRACE_CREATE]);
    printf("  retains          %10" PRIu64 "\n", op[RC_TRACE_RETAIN]);
    printf("  releases         %10" PRIu64 "\n", op[RC_TRACE_RELEASE]);
    printf("  destructions     %10" PRIu64 "\n", op[RC_TRACE_DESTROY]);
    printf("  shared objects   %9.1f%%  touched by more than one thread\n",
           100 * share(stats->shared_objects, trace->objects));
    printf("  events on these  %9.1f%%\n", 100 * share(stats->shared_events, trace->events));
    printf("  first toucher    %9.1f%%  events by the thread that created the object\n",
           100 * share(stats->first_toucher, trace->events));
    printf("  alive at the end %10" PRIu64 "  objects, with %" PRIu64 " references\n",
           stats->left_objects, stats->left_references);
}

json_t *rc_replay_trace_json(const rc_replay_report *report)
{
    const rc_trace *trace = report->trace;
    const rc_trace_stats *stats = report->stats;
    return json_pack("{s:s, s:s, s:I, s:I, s:I, s:I, s:I, s:f, s:f, s:f}", "program", "rc-replay",
                     "trace", report->path, "events", (json_int_t)trace->events, "objects",
                     (json_int_t)trace->objects, "threads", (json_int_t)trace->threads, "peak_live",
                     (json_int_t)stats->peak_live, "left_objects", (json_int_t)stats->left_objects,
                     "shared_objects", share(stats->shared_objects, trace->objects),
                     "shared_events", share(stats->shared_events, trace->events), "first_toucher",
                     share(stats->first_toucher, trace->events));
}

void rc_replay_report_trace(const rc_replay_report *report, bool full)
{
    const rc_trace *trace = report->trace;
    if (!report->quiet) {
        printf("%s: %" PRIu64 " events, %" PRIu32 " objects (at most %" PRIu64 " alive), %" PRIu32
               " threads\n",
               report->path, trace->events, trace->objects, report->stats->peak_live,
               trace->threads);
        if (full)
            print_full(trace, report->stats);
    }
    if (full && report->json)
        rc_json_line(report->json, rc_replay_trace_json(report));
}

void rc_replay_report_shares(const rc_replay_report *report)
{
    const rc_trace *trace = report->trace;
    const rc_trace_stats *stats = report->stats;
    if (!report->quiet)
        printf("%s: %" PRIu64 " events on %" PRIu32 " objects by %" PRIu32
               " threads; %.1f %% of the objects are shared, %.1f %% of the events are on these, "
               "%.1f %% by the first toucher\n",
               report->path, trace->events, trace->objects, trace->threads,
               100 * share(stats->shared_objects, trace->objects),
               100 * share(stats->shared_events, trace->events),
               100 * share(stats->first_toucher, trace->events));
}

void rc_replay_add_verdict(json_t *json, const rc_replay_report *report,
                           const rc_backend_info *backend, const rc_replay_outcome *outcome)
{
    json_object_set_new(json, "backend", json_string(backend->name));
    json_object_set_new(json, "verdict", json_string(outcome->violations ? "violation" : "ok"));
    json_object_set_new(json, "violations", json_integer((json_int_t)outcome->violations));
    if (outcome->violations)
        json_object_set_new(json, "first_violation", json_string(outcome->first));
    json_object_set_new(json, "repeat", json_integer(report->repeat));
    if (report->seed)
        json_object_set_new(json, "seed", json_integer((json_int_t)*report->seed));
}

void rc_replay_report_result(const rc_replay_report *report, const rc_backend_info *backend,
                             const rc_replay_outcome *outcome)
{
    if (!report->quiet && outcome->violations)
        printf("  %-10s VIOLATION  %" PRIu64 " of %" PRIu32 " objects: %s\n", backend->name,
               outcome->violations, report->trace->objects, outcome->first);
    else if (!report->quiet)
        printf("  %-10s ok  %9.3f million events/s\n", backend->name,
               (double)report->trace->events / outcome->seconds / 1e6);
    if (!report->quiet)
        fflush(stdout);
    if (report->json) {
        json_t *json = rc_replay_trace_json(report);
        rc_replay_add_verdict(json, report, backend, outcome);
        json_object_set_new(json, "seconds", json_real(outcome->seconds));
        json_object_set_new(json, "events_per_second",
                            json_real((double)report->trace->events / outcome->seconds));
        rc_json_line(report->json, json);
    }
}
