/*
 * verdict.c: from numbers to a verdict.
 */
#include "stress/scenario.h"

/* A random run whose threads overlapped less than this says nothing about what overlap would show. */
#define ENOUGH_OVERLAP 0.2

uint64_t stress_fault_count(const stress_faults *faults)
{
    return faults->wrong_counts + faults->leaks + faults->premature_frees + faults->double_frees;
}

stress_verdict stress_judge(const stress_report *report)
{
    if (stress_fault_count(&report->scripted) + stress_fault_count(&report->random) > 0)
        return STRESS_BROKEN;
    if (report->overlap < ENOUGH_OVERLAP || report->rounds == 0 ||
        report->scripts_interleaved + report->scripts_blocked < report->scripts)
        return STRESS_INCONCLUSIVE;
    return STRESS_SOUND;
}

const char *stress_verdict_name(stress_verdict verdict)
{
    static const char *const name[] = {"sound", "broken", "inconclusive"};
    return name[verdict];
}
