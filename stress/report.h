/*
 * report.h: what a play of a scenario on a backend has shown, and the verdict.
 */
#ifndef STRESS_REPORT_H
#define STRESS_REPORT_H

#include "stress/oracles/faults.h"

#include <stdbool.h>
#include <stdint.h>

enum { STRESS_OUTCOMES = 24, STRESS_OUTCOME_TEXT = 32, STRESS_PAGE = 32768 };

typedef struct stress_tally {
    char text[STRESS_OUTCOME_TEXT];
    uint64_t scripted, by_chance;
} stress_tally;

/* Lives in memory that the player's process shares with the one that reports. */
typedef struct stress_report {
    stress_faults faults;
    uint64_t schedules;      /* executions played */
    uint64_t searches;       /* makers x variants */
    uint64_t complete;       /* searches that were played to the end of the bound */
    uint64_t divergences;    /* executions that could not be repeated */
    uint64_t rounds, worlds; /* by chance */
    uint64_t operations, points;
    uint64_t overlapping; /* rounds in which the overlap could be measured */
    double overlap;       /* share of the time that the threads ran at once, 0 to 1 */
    uint64_t suspensions; /* threads stopped by a signal in the middle of things */
    _Atomic uint64_t witness;
    bool by_script_alone; /* nothing runs at once in this scenario: overlap means nothing */
    bool finished;        /* the play came to its end */
    stress_tally outcome[STRESS_OUTCOMES];
    char page[STRESS_PAGE]; /* what else a scenario has to show: lines for people */
} stress_report;

typedef enum stress_verdict { STRESS_SOUND, STRESS_BROKEN, STRESS_INCONCLUSIVE } stress_verdict;

struct stress_scenario;

/* Counts one sighting of what the scenario exists to show. */
void stress_witness(void);

/* Where stress_witness counts. */
void stress_report_open(stress_report *report);

/*
 * Broken if there were faults. Sound only if the schedules were played, the threads overlapped enough for
 * a fault to show, and the scenario's witness was seen.
 */
stress_verdict stress_judge(const struct stress_scenario *scenario, const stress_report *report);
const char *stress_verdict_name(stress_verdict verdict);

/* In words, why it is inconclusive. */
const char *stress_doubt(const struct stress_scenario *scenario, const stress_report *report);

#endif
