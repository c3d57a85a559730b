/*
 * main.c: rc-replay: replays a recorded program's reference counts with every counting backend.
 *
 *     rc-replay --backend all build/trace/ffmpeg.rctrace
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

#include "bench/replay/report.h"

static const char usage[] =
    "usage: rc-replay [options] FILE\n"
    "\n"
    "Replays a trace of reference counts, one thread per recorded thread, and checks that\n"
    "every object dies once and where it should.\n"
    "\n"
    "  -b, --backend NAME|all  the counting backend (all)\n"
    "  -r, --repeat N          replay N times, report the median speed (1)\n"
    "  -s, --seed N            start the threads in an order shuffled by N, another one for\n"
    "                          each repetition; so other threads share a processor. Without\n"
    "                          it they start in the order of their first event.\n"
    "  -j, --json FILE|-       one JSON object per backend, one per line\n"
    "  -i, --info              only say what is in the trace\n"
    "  -l, --list              list the backends\n"
    "  -h, --help              this text\n"
    "\n"
    "Exit status: 0 ok, 1 a violation, 2 bad usage or input.\n";

typedef struct options {
    const char *path;
    const char *backend; /* or all */
    const char *json;    /* NULL: none */
    uint64_t seed;
    unsigned repeat;
    bool seeded, info;
} options;

static options parse(int argc, char **argv)
{
    static const struct option known[] = {
        {"backend", required_argument, NULL, 'b'}, {"repeat", required_argument, NULL, 'r'},
        {"seed", required_argument, NULL, 's'},    {"json", required_argument, NULL, 'j'},
        {"info", no_argument, NULL, 'i'},          {"list", no_argument, NULL, 'l'},
        {"help", no_argument, NULL, 'h'},          {0}};
    options chosen = {.backend = "all", .repeat = 1};
    opterr = 0; /* our own words, and one line of them */
    for (int c; (c = getopt_long(argc, argv, ":b:r:s:j:ilh", known, NULL)) != -1;) {
        switch (c) {
        case 'b':
            chosen.backend = optarg;
            break;
        case 'r':
            chosen.repeat = (unsigned)rc_cli_number("--repeat", optarg, 1, 100000);
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
    if (argc - optind != 1)
        rc_cli_fail("%s; see --help", argc == optind ? "no trace given" : "more than one trace");
    rc_cli_check_backend(chosen.backend, false);
    chosen.path = argv[optind];
    return chosen;
}

/* A new order of 0 ... n-1, by a generator (splitmix64) that is the same on every machine. */
static void shuffle(uint32_t *order, uint32_t n, uint64_t *state)
{
    for (uint32_t i = n; i > 1; i--) {
        uint64_t z = *state += 0x9e3779b97f4a7c15;
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
        z = (z ^ z >> 27) * 0x94d049bb133111eb;
        uint32_t j = (uint32_t)((z ^ z >> 31) % i);
        uint32_t swap = order[i - 1];
        order[i - 1] = order[j];
        order[j] = swap;
    }
}

static int by_seconds(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* All repetitions with one backend: the median time, or the first outcome with a violation. */
static rc_replay_outcome replay(const rc_replay_kernel *kernel, rc_replay_plan *plan,
                                const options *chosen)
{
    rc_replay_outcome outcome = {0};
    uint32_t *order = malloc(plan->threads * sizeof *order);
    double *seconds = malloc(chosen->repeat * sizeof *seconds);
    if (!order || !seconds)
        rc_cli_fail("%s", strerror(ENOMEM));
    for (uint32_t i = 0; i < plan->threads; i++)
        order[i] = i;
    uint64_t state = chosen->seed;
    for (unsigned i = 0; i < chosen->repeat && outcome.violations == 0; i++) {
        rc_tool_progress("  %-10s %u of %u", kernel->backend->name, i + 1, chosen->repeat);
        if (chosen->seeded)
            shuffle(order, plan->threads, &state);
        rc_replay_run(kernel, plan, order, &outcome);
        if (outcome.failure)
            rc_cli_fail("%s: %s", kernel->backend->name, outcome.failure);
        seconds[i] = outcome.seconds;
    }
    rc_tool_progress("%s", "");
    if (outcome.violations == 0) {
        qsort(seconds, chosen->repeat, sizeof *seconds, by_seconds);
        outcome.seconds = (seconds[chosen->repeat / 2] + seconds[(chosen->repeat - 1) / 2]) / 2;
    }
    free(order);
    free(seconds);
    return outcome;
}

int main(int argc, char **argv)
{
    rc_cli_init("rc-replay");
    options chosen = parse(argc, argv);

    rc_trace trace;
    rc_trace_error error;
    rc_trace_stats stats;
    rc_replay_plan plan;
    if (!rc_trace_load(&trace, chosen.path, &error)) {
        char line[4096];
        rc_trace_error_line(&error, chosen.path, line, sizeof line);
        rc_cli_fail("%s", line);
    }
    if (!rc_trace_measure(&trace, &stats))
        rc_cli_fail("%s: %s", chosen.path, strerror(ENOMEM));
    const char *why = rc_replay_plan_make(&plan, &trace);
    if (why)
        rc_cli_fail("%s: %s", chosen.path, why);

    rc_replay_report report = {.path = chosen.path,
                               .trace = &trace,
                               .stats = &stats,
                               .seed = chosen.seeded ? &chosen.seed : NULL,
                               .repeat = chosen.repeat,
                               .quiet = chosen.json && strcmp(chosen.json, "-") == 0,
                               .json = rc_json_open(chosen.json)};
    rc_replay_report_trace(&report, chosen.info);
    bool violated = false;
    for (const rc_replay_kernel *const *kernel = rc_replay_kernels; *kernel; kernel++) {
        const rc_backend_info *backend = (*kernel)->backend;
        if (chosen.info || !rc_cli_matches(chosen.backend, backend->name))
            continue;
        rc_replay_outcome outcome = replay(*kernel, &plan, &chosen);
        rc_replay_report_result(&report, backend, &outcome);
        violated |= outcome.violations > 0;
    }
    rc_json_close(report.json);
    rc_replay_plan_free(&plan);
    rc_trace_free(&trace);
    return violated ? RC_EXIT_VIOLATION : RC_EXIT_OK;
}
