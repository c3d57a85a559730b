/*
 * main.c: rc-stress, the command line of the stress scenarios.
 */
#include "refcount/tool/cli.h"
#include "stress/oracles/quarantine.h"
#include "stress/scenario.h"
#include "stress/scenarios/list.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DECLARE(name) extern const stress_scenario stress_##name;
STRESS_SCENARIOS(DECLARE)
#define ENTRY(name) &stress_##name,
static const stress_scenario *const scenarios[] = {STRESS_SCENARIOS(ENTRY)};
#define SCENARIOS (sizeof scenarios / sizeof scenarios[0])

static const char help[] =
    "rc-stress: shows whether a counting backend is right, and how it is wrong.\n"
    "\n"
    "  --scenario NAME|all   what to play (all)\n"
    "  --backend NAME|all    on which backend; check+NAME plays it in checked mode (all)\n"
    "  --seconds N           how long each random part runs; 0 for a single round (1)\n"
    "  --seed N              where the random part starts; printed, so that a run can be repeated\n"
    "  --pin spread|together processors of the threads; together must be inconclusive (spread)\n"
    "  --json FILE|-         one JSON object per result and line\n"
    "  --list                scenarios and backends\n"
    "\n"
    "Exit status: 0 sound or inconclusive, 1 broken, 2 bad usage.\n";

typedef struct request {
    const char *scenario, *backend, *json;
    uint64_t seed;
    double seconds;
    stress_pinning pinning;
} request;

static void list(void)
{
    for (size_t i = 0; i < SCENARIOS; i++)
        printf("%-12s %s\n", scenarios[i]->name, scenarios[i]->summary);
    putchar('\n');
    rc_cli_list_backends();
}

static void check_scenario(const char *name)
{
    for (size_t i = 0; i < SCENARIOS; i++) {
        if (rc_cli_matches(name, scenarios[i]->name))
            return;
    }
    rc_cli_fail("unknown scenario '%s' (--list shows them)", name);
}

static request parse(int argc, char **argv)
{
    static const struct option options[] = {
        {"scenario", required_argument, NULL, 's'},
        {"backend", required_argument, NULL, 'b'},
        {"seconds", required_argument, NULL, 't'},
        {"seed", required_argument, NULL, 'e'},
        {"pin", required_argument, NULL, 'p'},
        {"json", required_argument, NULL, 'j'},
        {"list", no_argument, NULL, 'l'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    request r = {"all", "all", NULL, (uint64_t)time(NULL), 1, STRESS_SPREAD};
    int option;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
        case 's':
            check_scenario(r.scenario = optarg);
            break;
        case 'b':
            rc_cli_check_backend(r.backend = optarg, true);
            break;
        case 't':
            r.seconds = (double)rc_cli_number("--seconds", optarg, 0, 86400);
            break;
        case 'e':
            r.seed = rc_cli_number("--seed", optarg, 0, UINT64_MAX);
            break;
        case 'p':
            if (strcmp(optarg, "spread") != 0 && strcmp(optarg, "together") != 0)
                rc_cli_fail("--pin wants spread or together, not '%s'", optarg);
            r.pinning = optarg[0] == 't' ? STRESS_TOGETHER : STRESS_SPREAD;
            break;
        case 'j':
            r.json = optarg;
            break;
        case 'l':
            list();
            exit(RC_EXIT_OK);
        case 'h':
            fputs(help, stdout);
            exit(RC_EXIT_OK);
        default:
            exit(RC_EXIT_USAGE); /* getopt has said why */
        }
    }
    if (optind < argc)
        rc_cli_fail("unexpected argument '%s'", argv[optind]);
    return r;
}

static json_t *faults_json(const stress_faults *faults)
{
    return json_pack("{s:I, s:I, s:I, s:I}", "wrong_counts", (json_int_t)faults->wrong_counts,
                     "leaks", (json_int_t)faults->leaks, "premature_frees",
                     (json_int_t)faults->premature_frees, "double_frees",
                     (json_int_t)faults->double_frees);
}

static json_t *report_json(const char *scenario, const char *backend, uint64_t seed,
                           const stress_report *r)
{
    const stress_faults *a = &r->scripted, *b = &r->random;
    return json_pack(
        "{s:s, s:s, s:s, s:s, s:I, s:I, s:I, s:I, s:f, s:I, s:I, s:{s:I, s:I, s:I}, s:o, s:o, s:I}",
        "kind", "stress", "scenario", scenario, "backend", backend, "verdict",
        stress_verdict_name(stress_judge(r)), "wrong_counts",
        (json_int_t)(a->wrong_counts + b->wrong_counts), "leaks", (json_int_t)(a->leaks + b->leaks),
        "premature_frees", (json_int_t)(a->premature_frees + b->premature_frees), "double_frees",
        (json_int_t)(a->double_frees + b->double_frees), "overlap", r->overlap, "rounds",
        (json_int_t)r->rounds, "operations", (json_int_t)r->operations, "scripts", "played",
        (json_int_t)r->scripts, "interleaved", (json_int_t)r->scripts_interleaved, "blocked",
        (json_int_t)r->scripts_blocked, "scripted", faults_json(a), "random", faults_json(b),
        "seed", (json_int_t)seed);
}

static void print_report(const char *scenario, const char *backend, uint64_t seed,
                         const stress_report *r)
{
    const stress_faults *a = &r->scripted, *b = &r->random;
    printf("%-12s %-14s %-12s  rounds %llu, overlap %.2f, seed %llu\n", scenario, backend,
           stress_verdict_name(stress_judge(r)), (unsigned long long)r->rounds, r->overlap,
           (unsigned long long)seed);
    if (stress_judge(r) != STRESS_BROKEN)
        return;
    for (int i = 0; i < 2; i++) {
        const stress_faults *f = i ? b : a;
        printf("%28s %llu wrong counts, %llu leaks, %llu premature frees, %llu double frees\n",
               i ? "by chance:" : "scripted:", (unsigned long long)f->wrong_counts,
               (unsigned long long)f->leaks, (unsigned long long)f->premature_frees,
               (unsigned long long)f->double_frees);
    }
}

static bool play(const request *r, const stress_scenario *scenario, const char *backend,
                 rc_json_out *json)
{
    stress_options options = {rc_ops_find(backend), r->seed, r->seconds, r->pinning};
    stress_report report = {.rounds = 0};
    rc_tool_progress("%s on %s ...", scenario->name, backend);
    scenario->run(&options, &report);
    rc_tool_progress("%s", "");
    print_report(scenario->name, backend, r->seed, &report);
    fflush(stdout);
    rc_json_line(json, report_json(scenario->name, backend, r->seed, &report));
    return stress_judge(&report) == STRESS_BROKEN;
}

static bool play_on_backends(const request *r, const stress_scenario *scenario, rc_json_out *json)
{
    if (strcmp(r->backend, "all") != 0)
        return play(r, scenario, r->backend, json);
    bool broken = false;
    const rc_ops *ops;
    for (unsigned i = 0; (ops = rc_ops_at(i)) != NULL; i++)
        broken |= play(r, scenario, ops->get_backend()->name, json);
    return broken;
}

int main(int argc, char **argv)
{
    rc_cli_init("rc-stress");
    request r = parse(argc, argv);
    rc_json_out *json = rc_json_open(r.json);
    bool broken = false;
    stress_quarantine_install();
    for (size_t i = 0; i < SCENARIOS; i++) {
        if (rc_cli_matches(r.scenario, scenarios[i]->name))
            broken |= play_on_backends(&r, scenarios[i], json);
    }
    rc_json_close(json);
    stress_quarantine_empty();
    return broken ? RC_EXIT_VIOLATION : RC_EXIT_OK;
}
