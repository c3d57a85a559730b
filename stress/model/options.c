/*
 * options.c: see options.h.
 */
#include "stress/model/options.h"

#include "refcount/tool/cli.h"
#include "stress/model/programs.h"
#include "stress/model/verdict.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char help[] =
    "rc-model: plays small programs in every interleaving and with every outcome of the C11 "
    "memory\n"
    "model (without load buffering), on the library as it is.\n"
    "\n"
    "  --program NAME|all|litmus|seeded|quick|ROOM\n"
    "                        what to play: one, all, litmus tests, programs with a bug, a\n"
    "                        selection, or what is about one of: backend slot reclaim gil\n"
    "                        coroutine cycles (all)\n"
    "  --backend NAME|all    on which backend (all)\n"
    "  --preemptions N       only executions with so many preemptions; without reduction\n"
    "  --random N            N random executions instead of all\n"
    "  --depth N             changes of priority in a random execution (3)\n"
    "  --seed N              where random executions start (1)\n"
    "  --brute               all interleavings, without any reduction\n"
    "  --strong              sequential consistency: every read sees the newest store\n"
    "  --executions N        stop after so many\n"
    "  --seconds N           stop after so long, for each program\n"
    "  --stop                end at the first fault\n"
    "  --as-found            do not look for a smaller execution with the same fault\n"
    "  --show                print the execution also where a fault must be found\n"
    "  --keep DIR            where executions with a fault are kept (build/executions)\n"
    "  --replay FILE         play one of these, and print it\n"
    "  --orders              weaken every memory order by one step: who notices?\n"
    "  --jobs N              how many programs at a time (the number of processors)\n"
    "  --json FILE|-         one JSON object per result and line\n"
    "  --list                programs and backends\n"
    "\n"
    "Exit status: 0 everything is as it should be, 1 it is not, 2 bad usage.\n";

static void list(void)
{
    for (const model_program *const *p = model_programs(); *p != NULL; p++)
        printf("%-26s %s\n", (*p)->name, (*p)->summary);
    putchar('\n');
    rc_cli_list_backends();
}

static const char *check_program(const char *name)
{
    static const char *const groups[] = {"all",  "litmus",  "seeded", "quick",     "backend",
                                         "slot", "reclaim", "gil",    "coroutine", "cycles"};
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        if (strcmp(name, groups[i]) == 0)
            return name;
    }
    for (const model_program *const *p = model_programs(); *p != NULL; p++) {
        if (strcmp((*p)->name, name) == 0)
            return name;
    }
    rc_cli_fail("unknown program '%s' (--list shows them)", name);
}

bool model_wanted(const model_request *request, const model_program *program, const rc_ops *ops)
{
    bool wanted = rc_cli_matches(request->program, program->name);
    if (strcmp(request->program, "quick") == 0)
        wanted = !program->slow;
    else if (strcmp(request->program, "litmus") == 0)
        wanted = program->outcomes != NULL;
    else if (strcmp(request->program, "seeded") == 0)
        wanted = program->broken;
    else if (strcmp(request->program, "backend") == 0)
        wanted = !program->bare && program->room == NULL;
    else if (program->room != NULL)
        wanted |= strcmp(request->program, program->room) == 0;
    return wanted && model_fits(program, ops) &&
           (program->bare || rc_cli_matches(request->backend, ops->get_backend()->name));
}

static const struct option long_options[] = {
    {"program", required_argument, NULL, 'p'},
    {"backend", required_argument, NULL, 'b'},
    {"preemptions", required_argument, NULL, 'n'},
    {"random", required_argument, NULL, 'r'},
    {"depth", required_argument, NULL, 'd'},
    {"seed", required_argument, NULL, 'e'},
    {"brute", no_argument, NULL, 'f'},
    {"strong", no_argument, NULL, 'g'},
    {"executions", required_argument, NULL, 'x'},
    {"seconds", required_argument, NULL, 't'},
    {"stop", no_argument, NULL, 'o'},
    {"show", no_argument, NULL, 'w'},
    {"keep", required_argument, NULL, 'k'},
    {"replay", required_argument, NULL, 'y'},
    {"as-found", no_argument, NULL, 'a'},
    {"orders", no_argument, NULL, 'q'},
    {"jobs", required_argument, NULL, 'm'},
    {"json", required_argument, NULL, 'j'},
    {"list", no_argument, NULL, 'l'},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

/* What changes how a program is searched. */
static bool take_setup(model_setup *s, int option)
{
    switch (option) {
    case 'n':
        s->mode = MODEL_BOUNDED;
        s->preemptions = (unsigned)rc_cli_number("--preemptions", optarg, 0, 99);
        return true;
    case 'r':
        s->mode = MODEL_RANDOM;
        s->executions = rc_cli_number("--random", optarg, 1, INT64_MAX);
        return true;
    case 'd':
        s->depth = (unsigned)rc_cli_number("--depth", optarg, 0, 16);
        return true;
    case 'e':
        s->seed = rc_cli_number("--seed", optarg, 0, INT64_MAX);
        return true;
    case 'f':
        s->plain_dfs = true;
        return true;
    case 'a':
        s->as_found = true;
        return true;
    case 'g':
        s->strong = true;
        return true;
    case 'x':
        s->executions = rc_cli_number("--executions", optarg, 1, INT64_MAX);
        return true;
    case 't':
        s->seconds = rc_cli_seconds("--seconds", optarg, 86400);
        return true;
    default:
        return false;
    }
}

static void take(model_request *r, int option)
{
    switch (option) {
    case 'p':
        r->program = check_program(optarg);
        break;
    case 'b':
        rc_cli_check_backend(r->backend = optarg, false);
        break;
    case 'o':
        r->stop = true;
        break;
    case 'w':
        r->show = true;
        break;
    case 'k':
        r->keep = optarg;
        break;
    case 'y':
        r->replay = optarg;
        break;
    case 'q':
        r->orders = true;
        break;
    case 'm':
        r->jobs = (unsigned)rc_cli_number("--jobs", optarg, 1, 256);
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

model_request model_parse(int argc, char **argv)
{
    model_request r = {.program = "all",
                       .backend = "all",
                       .keep = "build/executions",
                       .jobs = rc_tool_processors(),
                       .setup = {.suspended = -1, .depth = 3, .seed = 1}};
    int option;
    while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
        if (!take_setup(&r.setup, option))
            take(&r, option);
    }
    if (optind < argc)
        rc_cli_fail("unexpected argument '%s'", argv[optind]);
    if (r.orders && r.replay != NULL)
        rc_cli_fail("--orders and --replay exclude each other");
    return r;
}
