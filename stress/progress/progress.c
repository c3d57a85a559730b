#include "refcount/tool/cli.h"
#include "stress/progress/pools.h"
#include "stress/progress/table.h"
#include "stress/scenario.h"
#include <stdio.h>
static void run(const stress_options *options, stress_report *report)
{
    static progress_table table;
    static char text[65536];
    progress_pools_install();
    double t0 = rc_tool_now();
    cast_open(options->ops, 2);
    progress_measure(&table, options->ops, NULL, options->seed);
    cast_close();
    progress_judge(&table);
    progress_print(&table, text, sizeof text);
    fputs(text, stdout);
    printf("%.3f s\n", rc_tool_now() - t0);
    report->by_script_alone = true;
}

STRESS_SCENARIO(progress) = {
    .name = "progress",
    .summary = "the progress class of each operation, measured against what is claimed",
    .run = run,
};
