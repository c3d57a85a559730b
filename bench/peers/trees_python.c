/*
 * trees_python.c: the workload `trees` in Debian's python3, which counts references in plain memory under its lock;
 * trees_python.py is what it runs.
 */
#include "bench/programs/programs.h"

#include <stdio.h>

#ifndef RC_BENCH_SCRIPTS
#define RC_BENCH_SCRIPTS "bench/peers"
#endif

static bool run(const rc_program_job *job, rc_program_found *found)
{
    char command[512];
    unsigned long long nodes;
    snprintf(command, sizeof command,
             "exec /usr/bin/python3 -S -E '%s/trees_python.py' %zu 2>/dev/null", RC_BENCH_SCRIPTS,
             job->size);
    FILE *answer = popen(command, "r");
    if (answer == NULL)
        return false;
    bool complete = fscanf(answer, "%lf %llu", &found->ns, &nodes) == 2;
    pclose(answer);
    found->result = nodes;
    return complete;
}

__attribute__((constructor)) static void add(void)
{
    static const rc_program table = {.workload = "trees",
                                     .name = "python3",
                                     .description =
                                         "peer: Debian's python3, its cycle collector switched off",
                                     .rank = 3,
                                     .sharing = RC_PROGRAM_ONE_THREAD,
                                     .run = run};
    rc_program_add(&table);
}
