/*
 * program_python.c: the workloads `trees` and `drop-...` in Debian's python3, which counts references in plain memory
 * under its lock; program_python.py is what it runs.
 */
#include "bench/programs/programs.h"

#include <stdio.h>

#ifndef RC_BENCH_SCRIPTS
#define RC_BENCH_SCRIPTS "bench/peers"
#endif

/* The script's answer: ns, result, objects left, and the longest and the median pause in seconds. */
static bool run(const char *workload, const rc_program_job *job, rc_program_found *found)
{
    char command[512];
    unsigned long long result, left;
    double pause[2];
    snprintf(command, sizeof command,
             "exec /usr/bin/python3 -S -E '%s/program_python.py' %s %zu %zu %llu 2>/dev/null",
             RC_BENCH_SCRIPTS, workload, job->size, job->work, (unsigned long long)job->seed);
    FILE *answer = popen(command, "r");
    if (answer == NULL)
        return false;
    bool complete = fscanf(answer, "%lf %llu %llu %lf %lf", &found->ns, &result, &left, &pause[0],
                           &pause[1]) == 5;
    pclose(answer);
    found->result = result;
    found->left = left;
    found->number[0] = (rc_program_number){"longest", "us", pause[0] * 1e6};
    if (job->work > 1)
        found->number[1] = (rc_program_number){"median", "us", pause[1] * 1e6};
    return complete;
}

#define PYTHON(which, title)                                                                       \
    static bool run_##which(const rc_program_job *job, rc_program_found *found)                    \
    {                                                                                              \
        return run(title, job, found);                                                             \
    }                                                                                              \
    __attribute__((constructor)) static void add_##which(void)                                     \
    {                                                                                              \
        static const rc_program table = {                                                          \
            .workload = title,                                                                     \
            .name = "python3",                                                                     \
            .description = "peer: Debian's python3, its cycle collector switched off",             \
            .rank = 3,                                                                             \
            .sharing = RC_PROGRAM_ONE_THREAD,                                                      \
            .run = run_##which};                                                                   \
        rc_program_add(&table);                                                                    \
    }

PYTHON(trees, "trees")
PYTHON(chain, "drop-chain")
PYTHON(tree, "drop-tree")
PYTHON(star, "drop-star")
