/*
 * main.c: rc-claims: puts the claims of the note on Python's GIL to the test, each as an experiment.
 */
#include "bench/claims/result.h"
#include "refcount/atomics.h"
#include "refcount/tool/cli.h"

#include <getopt.h>
#include <gnu/libc-version.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>

static const char help[] =
    "rc-claims: puts the claims of the note on Python's GIL to the test.\n"
    "\n"
    "  --only ID|NAME     this claim alone; may be repeated (all)\n"
    "  --tries N          how often a claim is tried whose conditions the machine did not give "
    "(30)\n"
    "  --budget SECONDS   nothing is tried again that would not be done by then (230)\n"
    "  --json FILE|-      one JSON object per claim and line\n"
    "  --list             the claims\n"
    "\n"
    "The verdicts are CONFIRMED, REFUTED, CONFIRMED WITH LIMITS, and INVALID where the machine did "
    "not give\n"
    "the conditions. They say something about the claims, not about the library.\n"
    "\n"
    "Exit status: 0 a verdict on every claim, 2 bad usage.\n";

typedef struct request {
    const char *only[CLAIMS_MOST], *json;
    unsigned chosen, tries;
    double budget;
} request;

static void list(void)
{
    for (const claim *const *c = claims_all(); *c != NULL; c++)
        printf("%-5s %-24s %s\n", (*c)->id, (*c)->name, (*c)->sentence);
}

static bool is_called(const claim *claim, const char *name)
{
    return strcmp(claim->id, name) == 0 || strcmp(claim->name, name) == 0;
}

static void choose(request *r, const char *name)
{
    const claim *const *c = claims_all();
    while (*c != NULL && !is_called(*c, name))
        c++;
    if (*c == NULL)
        rc_cli_fail("unknown claim '%s' (--list shows them)", name);
    if (r->chosen == CLAIMS_MOST)
        rc_cli_fail("too many --only");
    r->only[r->chosen++] = name;
}

static request parse(int argc, char **argv)
{
    static const struct option options[] = {{"only", required_argument, NULL, 'o'},
                                            {"tries", required_argument, NULL, 't'},
                                            {"budget", required_argument, NULL, 'b'},
                                            {"json", required_argument, NULL, 'j'},
                                            {"list", no_argument, NULL, 'l'},
                                            {"help", no_argument, NULL, 'h'},
                                            {NULL, 0, NULL, 0}};
    request r = {.tries = 30, .budget = 230};
    int option;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
        case 'o':
            choose(&r, optarg);
            break;
        case 't':
            r.tries = (unsigned)rc_cli_number("--tries", optarg, 1, 100);
            break;
        case 'b':
            r.budget = rc_cli_seconds("--budget", optarg, 86400);
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

static bool wanted(const request *r, const claim *claim)
{
    for (unsigned i = 0; i < r->chosen; i++) {
        if (is_called(claim, r->only[i]))
            return true;
    }
    return r->chosen == 0;
}

#ifdef __clang__
#define COMPILER "clang"
#else
#define COMPILER "gcc"
#endif

static json_t *environment(void)
{
    struct utsname system;
    double load = -1;
    char when[32];
    time_t now = time(NULL);
    struct tm utc;
    uname(&system);
    strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
    if (getloadavg(&load, 1) != 1)
        load = -1;
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:i, s:f, s:s}", "kind", "environment", "date",
                     when, "kernel", system.release, "machine", system.machine, "libc",
                     gnu_get_libc_version(), "processors", (int)rc_tool_processors(), "load", load,
                     "compiler", COMPILER " " __VERSION__);
}

static claim_result *try_once(const claim *claim, unsigned pass)
{
    claim_result *result = claim_result_new(claim);
    double began = rc_tool_now(), load = -1;
    if (getloadavg(&load, 1) != 1)
        load = -1;
    rc_tool_progress("%s %s ...", claim->id, claim->name);
    claim->run(result);
    rc_tool_progress("%s", "");
    claim_number(result, "seconds", rc_tool_now() - began);
    claim_number(result, "load_before", load);
    claim_number(result, "tries", pass);
    return result;
}

/* In the second pass and later ones: those that are worth a try, and will be done in time. */
static bool is_due(const claim_result *result, double took, double left)
{
    return claim_is_invalid(result) && 1.5 * took < left;
}

/*
 * All of them, and then those again for which the machine did not give the conditions: it may have calmed down
 * meanwhile, for which it is given a moment. A second try takes about as long as the first; half as long again
 * if it has not calmed down.
 */
static void try_all(const request *r, claim_result **result)
{
    const claim *const *all = claims_all();
    double end = rc_tool_now() + r->budget, took[CLAIMS_MOST] = {0};
    bool any = true;
    for (unsigned pass = 1; pass <= r->tries && any; pass++) {
        any = pass == 1;
        for (unsigned i = 0; all[i] != NULL; i++) {
            double start = rc_tool_now();
            if (!wanted(r, all[i]) ||
                (result[i] != NULL && !is_due(result[i], took[i], end - start)))
                continue;
            if (result[i] != NULL)
                claim_result_free(result[i]);
            result[i] = try_once(all[i], pass);
            took[i] = rc_tool_now() - start;
            any |= claim_is_invalid(result[i]);
        }
        if (any && pass > 1)
            nanosleep(&(struct timespec){.tv_sec = 1}, NULL);
    }
}

int main(int argc, char **argv)
{
    static claim_result *result[CLAIMS_MOST];
    rc_cli_init("rc-claims");
    request r = parse(argc, argv);
    bool on_stdout = r.json != NULL && strcmp(r.json, "-") == 0;
    rc_json_out *json = rc_json_open(r.json);
    rc_json_line(json, environment());
    try_all(&r, result);
    for (unsigned i = 0; i < CLAIMS_MOST; i++) {
        if (result[i] == NULL)
            continue;
        if (!on_stdout)
            claim_print(result[i]);
        rc_json_line(json, claim_json(result[i]));
        claim_result_free(result[i]);
    }
    rc_json_close(json);
    return RC_EXIT_OK;
}
