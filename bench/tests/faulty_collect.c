/*
 * faulty_collect.c: a collector that is wrong on purpose, so that a test can see the suite `cycles` find out.
 *
 *   -DRC_PROGRAM_FAULT=wrong_result   it finds an object too many
 *   -DRC_PROGRAM_FAULT=lose_release   one too few
 */
#include "bench/collect/collect.h"

#define QUOTE_(text) #text
#define QUOTE(text) QUOTE_(text)

enum { lose_release = 1, wrong_result };

static bool run(const rc_bench_collect_job *job, rc_bench_collection *found)
{
    found->seconds = 1;
    found->collected = RC_PROGRAM_FAULT == wrong_result ? job->objects + 1 : job->objects - 1;
    return true;
}

__attribute__((constructor)) static void add(void)
{
    static const rc_bench_collect_table table = {.name = "faulty-" QUOTE(RC_PROGRAM_FAULT),
                                                 .description = "wrong on purpose",
                                                 .rank = 9,
                                                 .most = 10000,
                                                 .run = run};
    rc_bench_add_collector(&table);
}
