/*
 * report.c: from numbers to a verdict.
 */
#include "stress/report.h"

#include "refcount/atomics.h"
#include "stress/scenario.h"

/* A random part whose threads overlapped less than this says nothing about what overlap would show. */
#define ENOUGH_OVERLAP 0.2

static stress_report *current;

void stress_report_open(stress_report *report)
{
    current = report;
}

void stress_witness(void)
{
    rc_fetch_add_relaxed(&current->witness, 1); /* relaxed: a number */
}

const char *stress_doubt(const stress_scenario *scenario, const stress_report *report)
{
    if (!report->finished)
        return "it did not come to its end";
    if (report->operations == 0)
        return "nothing was done";
    if (report->divergences > 0)
        return "schedules could not be repeated";
    if (scenario->witness != NULL && rc_load_relaxed(&report->witness) == 0)
        return scenario->witness;
    if (!report->by_script_alone && (report->rounds == 0 || report->overlap < ENOUGH_OVERLAP))
        return "the threads did not run at the same time";
    return NULL;
}

stress_verdict stress_judge(const stress_scenario *scenario, const stress_report *report)
{
    if (stress_faults_total(&report->faults) > 0)
        return STRESS_BROKEN;
    return stress_doubt(scenario, report) != NULL ? STRESS_INCONCLUSIVE : STRESS_SOUND;
}

const char *stress_verdict_name(stress_verdict verdict)
{
    static const char *const name[] = {"sound", "broken", "inconclusive"};
    return name[verdict];
}
