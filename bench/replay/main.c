/*
 * main.c: rc-replay: replays a recorded program's reference counts with every counting backend.
 *
 *     rc-replay --backend all build/trace/ffmpeg.rctrace
 *     rc-replay --table build/trace/ffmpeg.rctrace build/trace/jq.rctrace
 *
 * One thread per recorded thread, each object's events in the recorded order (plan.h). For each
 * backend: did every object die exactly once, and where it should, and how many events were done
 * per second?
 *
 * Where it should means inside its last release; a backend that may leave the destruction to the
 * owner of an object (deferred_death) has until the end of the replay, but it must not be early
 * either. Objects that the trace leaves alive are released after its last event and must die too.
 *
 * Exit status: 0 all as it should be; 1 a violation; 2 bad usage or input, after one line on
 * stderr.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/replay/table.h"
#include "bench/trace/fold.h"

/* More than there will be. */
enum { MAX_BACKENDS = 32 };

/* A table's numbers carry intervals, which take some rounds; but no more than so many seconds. */
enum { TABLE_PATIENCE = 30, TABLE_REPEAT = 15, MOST_REPEAT = 100000, TABLE_MOST_REPEAT = 1000 };

static const char usage[] =
    "usage: rc-replay [options] FILE\n"
    "       rc-replay --table [options] FILE...\n"
    "\n"
    "Replays a trace of reference counts, one thread per recorded thread, and checks that\n"
    "every object dies once and where it should.\n"
    "\n"
    "  -b, --backend NAME|all  the counting backend (all)\n"
    "  -r, --repeat N          replay N times, report the median speed (1; of a table 15, or on\n"
    "                          a busy machine as many as can be in half a minute, but five)\n"
    "  -t, --table             of several traces: how much is shared, and what an event costs\n"
    "                          with each backend: with the recorded threads, with one for each\n"
    "                          processor and with one; the cost of keeping the order apart\n"
    "  -1, --one-thread        all events by one thread, in the recorded order\n"
    "  -s, --seed N            start the threads in an order shuffled by N, another one for\n"
    "                          each repetition; so other threads share a processor. Without\n"
    "                          it they start in the order of their first event.\n"
    "  -j, --json FILE|-       one JSON object per backend (and trace, and way), one per line\n"
    "  -i, --info              only say what is in the trace\n"
    "  -l, --list              list the backends\n"
    "  -h, --help              this text\n"
    "\n"
    "Exit status: 0 ok, 1 a violation, 2 bad usage or input.\n";

typedef struct options {
    char **paths;
    unsigned traces;
    const char *backend; /* or all */
    const char *json;    /* NULL: none */
    uint64_t seed;
    unsigned repeat;
    double patience;
    bool seeded, info, table, one_thread;
} options;

static options parse(int argc, char **argv)
{
    static const struct option known[] = {
        {"backend", required_argument, NULL, 'b'}, {"repeat", required_argument, NULL, 'r'},
        {"seed", required_argument, NULL, 's'},    {"json", required_argument, NULL, 'j'},
        {"info", no_argument, NULL, 'i'},          {"list", no_argument, NULL, 'l'},
        {"help", no_argument, NULL, 'h'},          {"table", no_argument, NULL, 't'},
        {"one-thread", no_argument, NULL, '1'},    {0}};
    options chosen = {.backend = "all"};
    opterr = 0; /* our own words, and one line of them */
    for (int c; (c = getopt_long(argc, argv, ":b:r:s:j:ilht1", known, NULL)) != -1;) {
        switch (c) {
        case 'b':
            chosen.backend = optarg;
            break;
        case 'r':
            chosen.repeat = (unsigned)rc_cli_number("--repeat", optarg, 1, MOST_REPEAT);
            break;
        case 's':
            chosen.seed = rc_cli_number("--seed", optarg, 0, INT64_MAX);
            chosen.seeded = true;
            break;
        case 'j':
            chosen.json = optarg;
            break;
        case 'i':
            chosen.info = true;
            break;
        case 't':
            chosen.table = true;
            break;
        case '1':
            chosen.one_thread = true;
            break;
        case 'l':
            rc_cli_list_backends();
            exit(RC_EXIT_OK);
        case 'h':
            fputs(usage, stdout);
            exit(RC_EXIT_OK);
        case ':':
            rc_cli_fail("%s needs a value; see --help", argv[optind - 1]);
        default:
            /* In a group of short ones getopt_long says which; else it is the word just read. */
            if (optopt && strncmp(argv[optind - 1], "--", 2) != 0)
                rc_cli_fail("unknown option -%c; see --help", optopt);
            rc_cli_fail("option %s is unknown or takes no value; see --help", argv[optind - 1]);
        }
    }
    if (argc == optind)
        rc_cli_fail("no trace given; see --help");
    if (argc - optind > 1 && !chosen.table)
        rc_cli_fail("more than one trace; see --help");
    if (chosen.table && (chosen.info || chosen.one_thread))
        rc_cli_fail("--table says all that %s does; see --help",
                    chosen.info ? "--info" : "--one-thread");
    if (chosen.table && chosen.repeat > TABLE_MOST_REPEAT)
        rc_cli_fail("--repeat of a table is at most %d", TABLE_MOST_REPEAT);
    chosen.patience = chosen.repeat == 0 ? TABLE_PATIENCE : 0;
    if (chosen.repeat == 0)
        chosen.repeat = chosen.table ? TABLE_REPEAT : 1;
    rc_cli_check_backend(chosen.backend, false);
    chosen.paths = argv + optind;
    chosen.traces = (unsigned)(argc - optind);
    return chosen;
}

/* A trace that was given, and what is in it. */
typedef struct input {
    const char *path;
    rc_trace trace;
    rc_trace_stats stats;
} input;

static void fold(rc_trace *trace)
{
    rc_trace folded;
    if (!rc_trace_fold(&folded, trace, 1))
        rc_cli_fail("%s", strerror(ENOMEM));
    rc_trace_free(trace);
    *trace = folded;
}

/* All of them, before anything is said of any. */
static input *load(const options *chosen)
{
    input *inputs = calloc(chosen->traces, sizeof *inputs);
    if (!inputs)
        rc_cli_fail("%s", strerror(ENOMEM));
    for (unsigned i = 0; i < chosen->traces; i++) {
        rc_trace_error error;
        inputs[i].path = chosen->paths[i];
        if (!rc_trace_load(&inputs[i].trace, inputs[i].path, &error)) {
            char line[4096];
            rc_trace_error_line(&error, inputs[i].path, line, sizeof line);
            rc_cli_fail("%s", line);
        }
        if (chosen->one_thread)
            fold(&inputs[i].trace);
        if (!rc_trace_measure(&inputs[i].trace, &inputs[i].stats))
            rc_cli_fail("%s: %s", inputs[i].path, strerror(ENOMEM));
    }
    return inputs;
}

/* Verdict and speed of each backend; false if one is wrong. */
static bool replay(const rc_replay_report *report, const options *chosen)
{
    rc_replay_series series[MAX_BACKENDS] = {0};
    rc_replay_plan plan;
    unsigned kernels = 0;
    bool sound = true;
    const char *why = rc_replay_plan_make(&plan, report->trace);
    if (why)
        rc_cli_fail("%s: %s", report->path, why);
    for (const rc_replay_kernel *const *kernel = rc_replay_kernels; *kernel; kernel++)
        if (rc_cli_matches(chosen->backend, (*kernel)->backend->name) && kernels < MAX_BACKENDS)
            series[kernels++].kernel = *kernel;
    rc_replay_rounds(series, kernels, &plan,
                     &(rc_replay_effort){.rounds = report->repeat, .seed = report->seed});
    for (unsigned i = 0; i < kernels; i++) {
        rc_replay_report_result(report, series[i].kernel->backend, &series[i].outcome);
        sound &= series[i].outcome.violations == 0;
    }
    rc_replay_series_free(series, kernels);
    rc_replay_plan_free(&plan);
    return sound;
}

int main(int argc, char **argv)
{
    rc_cli_init("rc-replay");
    options chosen = parse(argc, argv);
    input *inputs = load(&chosen);
    rc_replay_report report = {.seed = chosen.seeded ? &chosen.seed : NULL,
                               .repeat = chosen.repeat,
                               .quiet = chosen.json && strcmp(chosen.json, "-") == 0,
                               .json = rc_json_open(chosen.json)};
    bool sound = true;
    for (unsigned i = 0; i < chosen.traces; i++) {
        report.path = inputs[i].path;
        report.trace = &inputs[i].trace;
        report.stats = &inputs[i].stats;
        if (chosen.table) {
            sound &= rc_replay_table(&report, chosen.backend, chosen.patience);
            continue;
        }
        rc_replay_report_trace(&report, chosen.info);
        sound &= chosen.info || replay(&report, &chosen);
    }
    rc_json_close(report.json);
    for (unsigned i = 0; i < chosen.traces; i++)
        rc_trace_free(&inputs[i].trace);
    free(inputs);
    return sound ? RC_EXIT_OK : RC_EXIT_VIOLATION;
}
