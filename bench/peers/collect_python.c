/*
 * collect_python.c: CPython's own cycle collector, in Debian's python3; collect_python.py is what it runs.
 */
#include "bench/collect/collect.h"

#include <stdio.h>

#ifndef RC_BENCH_SCRIPTS
#define RC_BENCH_SCRIPTS "bench/peers"
#endif

static bool run(const rc_bench_collect_job *job, rc_bench_collection *found)
{
    if (job->graph == RC_BENCH_BESIDE)
        return false; /* no other thread runs */
    char command[512];
    unsigned long long before, peak, collected, outstanding;
    snprintf(command, sizeof command,
             "exec /usr/bin/python3 -S -E '%s/collect_python.py' %s %zu %zu %zu 2>/dev/null",
             RC_BENCH_SCRIPTS, rc_bench_graph_names[job->graph], job->objects, job->live,
             job->payload);
    FILE *answer = popen(command, "r");
    if (answer == NULL)
        return false;
    bool complete =
        fscanf(answer, "%lf %lf %lf %llu %llu %llu %llu", &found->seconds, &found->longest_pause,
               &found->mean_pause, &before, &peak, &collected, &outstanding) == 7;
    pclose(answer);
    found->peak_before = before;
    found->peak = peak;
    found->collected = collected;
    found->outstanding = outstanding;
    return complete;
}

static const rc_bench_collect_table table = {
    .name = "python3",
    .description = "peer: gc.collect of Debian's python3",
    .rank = 1,
    .most = 1000000,
    .run = run,
};

__attribute__((constructor)) static void add(void)
{
    rc_bench_add_collector(&table);
}
