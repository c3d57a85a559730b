/*
 * scenario.h: what a stress scenario is, and what it reports.
 *
 * A scenario is one file in scenarios/ whose head says what it does, which class of bug it hunts and what
 * passes, and one line in scenarios/list.h. It works on a backend through its table of operations, in a
 * build whose points (refcount/point.h) call the harness.
 */
#ifndef STRESS_SCENARIO_H
#define STRESS_SCENARIO_H

#include "refcount/ops.h"

#include <stdbool.h>
#include <stdint.h>

/* Where the threads of a scenario run. Together on one processor nothing can be concluded. */
typedef enum stress_pinning { STRESS_SPREAD, STRESS_TOGETHER } stress_pinning;

typedef struct stress_options {
    const rc_ops *ops;
    uint64_t seed;
    double seconds; /* for the part that runs until the time is up */
    stress_pinning pinning;
} stress_options;

/* Each number belongs to one oracle; see the scenario for what feeds it. */
typedef struct stress_faults {
    uint64_t wrong_counts;    /* the count was not the number of references */
    uint64_t leaks;           /* alive, with no reference left */
    uint64_t premature_frees; /* destroyed, with references left */
    uint64_t double_frees;    /* destroyed twice */
} stress_faults;

typedef struct stress_report {
    stress_faults scripted; /* by interleavings that are the same in every run */
    stress_faults random;   /* by chance, from a seed */
    uint64_t scripts, scripts_interleaved, scripts_blocked;
    uint64_t rounds, operations;
    double overlap; /* share of the time that the threads really ran at once, 0 to 1 */
} stress_report;

typedef enum stress_verdict { STRESS_SOUND, STRESS_BROKEN, STRESS_INCONCLUSIVE } stress_verdict;

typedef struct stress_scenario {
    const char *name;
    const char *summary;
    void (*run)(const stress_options *options, stress_report *report);
} stress_scenario;

uint64_t stress_fault_count(const stress_faults *faults);

/* Broken if there were faults; sound only if the threads overlapped enough for one to show. */
stress_verdict stress_judge(const stress_report *report);
const char *stress_verdict_name(stress_verdict verdict);

#endif
