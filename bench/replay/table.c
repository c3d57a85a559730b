/*
 * table.c: what a recorded program costs with each backend, beside plain and beside no counts at all.
 *
 * A replay must keep the events of an object in order, and what that costs is not the backend's. So
 * the same steps are also played without counts (turns.c), in the same rounds, and each time is told
 * apart into the order and what is left. With one thread nobody waits, and the order is a look at a
 * number; with several it is mostly the wait for a cache line, or for a thread that has no processor.
 * So the recorded threads are also folded on as many as there are processors: these need not wait for one.
 *
 * What is told apart and compared is processor time, of all threads together: by the clock a replay with
 * more threads than processors is mostly the scheduler's choice, and other programs'.
 */
#include "bench/replay/table.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/trace/fold.h"

enum { MAX_KERNELS = 32, ORDER = 0, PLAIN = 1 };

/* One way to replay the trace. */
typedef struct mode {
    const char *name;
    uint32_t threads;
    double
        first_toucher; /* the share of events by the thread that creates the object, done this way */
    rc_replay_series series[MAX_KERNELS]; /* the order alone, plain, the others */
    unsigned kernels, rounds;
} mode;

/* What is said of one backend in one mode. */
typedef struct row {
    double all, order, counts; /* processor ns per event, of all threads together */
    double wall;               /* ns per event by the clock */
    rc_replay_ratio ratio;     /* to plain, of all */
    rc_replay_ratio bare;      /* to plain, of the counts */
} row;

static void choose(mode *mode, const char *backend)
{
    mode->series[mode->kernels++].kernel = &rc_replay_turns;
    for (int plain = 1; plain >= 0; plain--)
        for (const rc_replay_kernel *const *kernel = rc_replay_kernels; *kernel; kernel++) {
            const char *name = (*kernel)->backend->name;
            bool is_plain = strcmp(name, "plain") == 0;
            if (is_plain != plain || !(plain || rc_cli_matches(backend, name)))
                continue;
            if (mode->kernels == MAX_KERNELS)
                rc_cli_fail("more backends than the table has room for");
            mode->series[mode->kernels++].kernel = *kernel;
        }
}

static void measure(mode *mode, const rc_replay_report *report, double patience)
{
    rc_trace folded;
    rc_trace_stats stats;
    rc_replay_plan plan;
    if (!rc_trace_fold(&folded, report->trace, mode->threads) || !rc_trace_measure(&folded, &stats))
        rc_cli_fail("%s: %s", report->path, strerror(ENOMEM));
    const char *why = rc_replay_plan_make(&plan, &folded);
    if (why)
        rc_cli_fail("%s: %s", report->path, why);
    mode->first_toucher = (double)stats.first_toucher / (double)folded.events;
    rc_trace_free(&folded);
    rc_replay_effort effort = {
        .rounds = report->repeat, .patience = patience, .seed = report->seed};
    mode->rounds = rc_replay_rounds(mode->series, mode->kernels, &plan, &effort);
    rc_replay_plan_free(&plan);
}

static bool is_sound(const mode *mode, unsigned kernel)
{
    return mode->series[kernel].outcome.violations == 0;
}

static row row_of(const mode *mode, unsigned kernel, const rc_replay_report *report)
{
    const rc_replay_series *series = mode->series;
    double ns = 1e9 / (double)report->trace->events;
    row row = {.all = series[kernel].outcome.work * ns,
               .order = series[ORDER].outcome.work * ns,
               .wall = series[kernel].outcome.seconds * ns};
    row.counts = row.all - row.order;
    if (is_sound(mode, PLAIN)) {
        const double *mine = series[kernel].work, *plain = series[PLAIN].work;
        row.ratio = rc_replay_compare(mine, plain, NULL, mode->rounds);
        row.bare = rc_replay_compare(mine, plain, series[ORDER].work, mode->rounds);
    }
    return row;
}

/* ------------------------------------------------------------------------------- for people */

static void print_ratio(const rc_replay_ratio *ratio)
{
    if (ratio->ratio > 0)
        printf("  %6.2f (%.2f - %.2f)", ratio->ratio, ratio->low, ratio->high);
    else
        printf("  %6s %15s", "-", "");
}

static void print_mode(const mode *mode, const rc_replay_report *report)
{
    printf("  %s: %" PRIu32 ", %.1f %% of the events by the first toucher\n", mode->name,
           mode->threads, 100 * mode->first_toucher);
    printf("  %-12s %8s %8s %8s %8s  %22s  %s\n", "", "by clock", "ns", "order", "counts",
           "x plain (95 %)", "counts x plain (95 %)");
    for (unsigned i = PLAIN; i < mode->kernels; i++) {
        const rc_replay_outcome *outcome = &mode->series[i].outcome;
        const char *name = mode->series[i].kernel->backend->name;
        if (outcome->violations > 0) {
            printf("    %-10s VIOLATION  %" PRIu64 " of %" PRIu32 " objects: %s\n", name,
                   outcome->violations, report->trace->objects, outcome->first);
            continue;
        }
        row row = row_of(mode, i, report);
        printf("    %-10s %8.2f %8.2f %8.2f %8.2f", name, row.wall, row.all, row.order, row.counts);
        print_ratio(&row.ratio);
        print_ratio(&row.bare);
        putchar('\n');
    }
}

/* ----------------------------------------------------------------------------- for programs */

static json_t *number_or_null(double number)
{
    return number > 0 ? json_real(number) : json_null();
}

/* What program a trace is of: the name of its file, without directories and what follows a dot. */
static json_t *recorded(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    return json_stringn(name, strcspn(name, "."));
}

static void add_row(json_t *json, const row *row)
{
    json_object_set_new(json, "ns_per_event", json_real(row->all));
    json_object_set_new(json, "ns_by_clock", json_real(row->wall));
    json_object_set_new(json, "ns_order", json_real(row->order));
    json_object_set_new(json, "ns_counts", json_real(row->counts));
    json_object_set_new(json, "ratio_to_plain", number_or_null(row->ratio.ratio));
    json_object_set_new(json, "low", number_or_null(row->ratio.low));
    json_object_set_new(json, "high", number_or_null(row->ratio.high));
    json_object_set_new(json, "counts_to_plain", number_or_null(row->bare.ratio));
    json_object_set_new(json, "counts_low", number_or_null(row->bare.low));
    json_object_set_new(json, "counts_high", number_or_null(row->bare.high));
}

static void write_mode(const mode *mode, const rc_replay_report *report)
{
    for (unsigned i = PLAIN; i < mode->kernels && report->json; i++) {
        const rc_replay_series *series = &mode->series[i];
        json_t *json = rc_replay_trace_json(report);
        json_object_set_new(json, "kind", json_string("replay"));
        json_object_set_new(json, "recorded", recorded(report->path));
        json_object_set_new(json, "mode", json_string(mode->name));
        json_object_set_new(json, "replay_threads", json_integer(mode->threads));
        json_object_set_new(json, "replay_first_toucher", json_real(mode->first_toucher));
        rc_replay_add_verdict(json, report, series->kernel->backend, &series->outcome);
        json_object_set_new(json, "repeat", json_integer(mode->rounds));
        if (is_sound(mode, i)) {
            row row = row_of(mode, i, report);
            add_row(json, &row);
        }
        rc_json_line(report->json, json);
    }
}

bool rc_replay_table(const rc_replay_report *report, const char *backend, double patience)
{
    uint32_t recorded = report->trace->threads, processors = rc_tool_processors();
    mode modes[] = {{.name = "threads", .threads = recorded},
                    {.name = "processors", .threads = processors},
                    {.name = "one", .threads = 1}};
    bool sound = true;
    rc_replay_report_shares(report);
    for (unsigned m = 0; m < sizeof modes / sizeof *modes; m++) {
        /* Only what differs from the other two. */
        if (m == 1 && (processors >= recorded || processors == 1))
            continue;
        choose(&modes[m], backend);
        measure(&modes[m], report, patience);
        if (!report->quiet)
            print_mode(&modes[m], report);
        write_mode(&modes[m], report);
        for (unsigned i = PLAIN; i < modes[m].kernels; i++)
            sound &= is_sound(&modes[m], i);
        rc_replay_series_free(modes[m].series, modes[m].kernels);
    }
    return sound;
}
