/*
 * options.c: see options.h.
 */
#include "stress/options.h"

#include "refcount/tool/cli.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char help[] =
    "rc-stress: shows whether a counting backend is right, and how it is wrong.\n"
    "\n"
    "  --scenario NAME|all|litmus|scenarios|slots|shared\n"
    "                        what to play: one, all, only the litmus tests, all but those, what\n"
    "                        plays with slots, or what is wrong without protection (all)\n"
    "  --backend NAME|all    on which backend; check+NAME plays it in checked mode (all)\n"
    "  --reclaim NAME|all|turn\n"
    "                        the reclamation scheme of what plays with slots: one, all, or each "
    "in\n"
    "                        its turn, by scenario, backend and seed (turn)\n"
    "  --seconds N           how long each part by chance runs; 0 for a single round (1)\n"
    "  --seed N              where that part starts; printed, so that a run can be repeated\n"
    "  --preemptions N       how often a schedule interrupts an actor at the most (3)\n"
    "  --budget N            seconds that the schedules of one maker and variant may take (0.4, "
    "or\n"
    "                        less where there are many)\n"
    "  --schedule TEXT       play this schedule alone, as a fault's report names it\n"
    "  --pin spread|together processors of the threads; together must be inconclusive (spread)\n"
    "  --stop                end each play at its first fault\n"
    "  --soak N              for N seconds: scenarios, backends and seeds in random order\n"
    "  --keep DIR            where a soak keeps what fails, for --replay (build/soak)\n"
    "  --replay FILE         play what a line of JSON results says: its schedule, or its seed\n"
    "  --json FILE|-         one JSON object per result and line\n"
    "  --list                scenarios, backends and reclamation schemes\n"
    "\n"
    "Exit status: 0 sound or inconclusive, 1 broken, 2 bad usage.\n";

static void list(void)
{
    for (const stress_scenario *const *s = stress_scenarios(); *s != NULL; s++)
        printf("%-24s %s\n", (*s)->name, (*s)->summary);
    putchar('\n');
    rc_cli_list_backends();
    putchar('\n');
    const rc_gc_ops *pair;
    for (unsigned i = 0; (pair = rc_gc_ops_of(rc_ops_at(0), i)) != NULL; i++)
        printf("%-12s %s\n", pair->scheme, pair->get_reclaim()->description);
}

static bool is_litmus(const stress_scenario *scenario)
{
    return scenario->outcomes != NULL;
}

static bool is_no_litmus(const stress_scenario *scenario)
{
    return scenario->outcomes == NULL;
}

static bool plays_with_slots(const stress_scenario *scenario)
{
    return scenario->reclaims;
}

static bool needs_protection(const stress_scenario *scenario)
{
    return scenario->shares;
}

/* What --scenario takes beside the name of a scenario, and "all". */
static const struct group {
    const char *name;
    bool (*has)(const stress_scenario *);
} groups[] = {
    {"litmus", is_litmus},
    {"scenarios", is_no_litmus},
    {"slots", plays_with_slots},
    {"shared", needs_protection},
};

static const struct group *find_group(const char *name)
{
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        if (strcmp(name, groups[i].name) == 0)
            return &groups[i];
    }
    return NULL;
}

static const char *check_scenario(const char *name)
{
    if (strcmp(name, "all") == 0 || find_group(name) != NULL)
        return name;
    for (const stress_scenario *const *s = stress_scenarios(); *s != NULL; s++) {
        if (strcmp(name, (*s)->name) == 0)
            return name;
    }
    rc_cli_fail("unknown scenario '%s' (--list shows them)", name);
}

static const char *check_scheme(const char *name)
{
    if (strcmp(name, "all") == 0 || strcmp(name, "turn") == 0)
        return name;
    const rc_gc_ops *pair;
    for (unsigned i = 0; (pair = rc_gc_ops_of(rc_ops_at(0), i)) != NULL; i++) {
        if (strcmp(pair->scheme, name) == 0)
            return name;
    }
    rc_cli_fail("unknown reclamation scheme '%s' (--list shows them)", name);
}

static const struct option long_options[] = {
    {"scenario", required_argument, NULL, 's'},
    {"backend", required_argument, NULL, 'b'},
    {"reclaim", required_argument, NULL, 'm'},
    {"seconds", required_argument, NULL, 't'},
    {"seed", required_argument, NULL, 'e'},
    {"preemptions", required_argument, NULL, 'n'},
    {"budget", required_argument, NULL, 'u'},
    {"schedule", required_argument, NULL, 'c'},
    {"pin", required_argument, NULL, 'p'},
    {"stop", no_argument, NULL, 'o'},
    {"soak", required_argument, NULL, 'k'},
    {"keep", required_argument, NULL, 'd'},
    {"replay", required_argument, NULL, 'r'},
    {"json", required_argument, NULL, 'j'},
    {"list", no_argument, NULL, 'l'},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

static void take(stress_request *r, int option)
{
    switch (option) {
    case 's':
        r->scenario = check_scenario(optarg);
        break;
    case 'b':
        rc_cli_check_backend(r->backend = optarg, true);
        break;
    case 'm':
        r->scheme = check_scheme(optarg);
        break;
    case 't':
        r->options.seconds = rc_cli_seconds("--seconds", optarg, 86400);
        break;
    case 'e':
        r->options.seed = rc_cli_number("--seed", optarg, 0, INT64_MAX);
        break;
    case 'n':
        r->options.preemptions = (unsigned)rc_cli_number("--preemptions", optarg, 0, 9);
        break;
    case 'u':
        r->options.budget = rc_cli_seconds("--budget", optarg, 3600);
        break;
    case 'c':
        r->options.replay = optarg;
        break;
    case 'p':
        if (strcmp(optarg, "spread") != 0 && strcmp(optarg, "together") != 0)
            rc_cli_fail("--pin wants spread or together, not '%s'", optarg);
        r->options.pinning = optarg[0] == 't' ? STRESS_TOGETHER : STRESS_SPREAD;
        break;
    case 'o':
        r->options.stop = true;
        break;
    case 'k':
        r->soak = rc_cli_seconds("--soak", optarg, 30 * 86400);
        break;
    case 'd':
        r->keep = optarg;
        break;
    case 'r':
        r->replay = optarg;
        break;
    case 'j':
        r->json = optarg;
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

stress_request stress_parse(int argc, char **argv)
{
    stress_request r = {
        .scenario = "all", .backend = "all", .scheme = "turn", .keep = "build/soak"};
    r.options = (stress_options){
        .seed = (uint64_t)time(NULL), .seconds = 1, .budget = -1, .preemptions = 3};
    int option;
    while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1)
        take(&r, option);
    if (optind < argc)
        rc_cli_fail("unexpected argument '%s'", argv[optind]);
    if (r.soak > 0 && r.replay != NULL)
        rc_cli_fail("--soak and --replay exclude each other");
    return r;
}

bool stress_wanted(const stress_request *request, const stress_scenario *scenario)
{
    const struct group *group = find_group(request->scenario);
    return group != NULL ? group->has(scenario) : rc_cli_matches(request->scenario, scenario->name);
}

/* --------------------------------------------------------------------------------------- schemes */

static uint64_t turn_of(const stress_request *request, const char *scenario, const char *backend)
{
    uint64_t number = request->options.seed;
    for (const char *c = scenario; *c != '\0'; c++)
        number = number * 31 + (unsigned char)*c;
    for (const char *c = backend; *c != '\0'; c++)
        number = number * 31 + (unsigned char)*c;
    return number;
}

const rc_gc_ops *stress_pair(const stress_request *request, const stress_scenario *scenario,
                             const rc_ops *backend, unsigned index)
{
    const char *wanted = request->scheme;
    bool turn = strcmp(wanted, "turn") == 0;
    bool by_schedule = turn && request->options.seconds == 0;
    unsigned count = 0;
    const rc_gc_ops *pair;
    for (unsigned i = 0; (pair = rc_gc_ops_of(backend, i)) != NULL; i++)
        count += !by_schedule || stress_schedulable(pair);
    if (turn && (index > 0 || count == 0))
        return NULL;
    if (turn)
        index = (unsigned)(turn_of(request, scenario->name, backend->get_backend()->name) % count);
    for (unsigned i = 0; (pair = rc_gc_ops_of(backend, i)) != NULL; i++) {
        bool fits =
            turn ? !by_schedule || stress_schedulable(pair) : rc_cli_matches(wanted, pair->scheme);
        if (fits && index-- == 0)
            return pair;
    }
    return NULL;
}
