/*
 * plays.h: for the tests of the harness: plays a scenario of the test's own on a table of operations of the
 * test's own, apart, and looks at the report.
 */
#ifndef STRESS_TESTS_PLAYS_H
#define STRESS_TESTS_PLAYS_H

#include "refcount/tool/cli.h"
#include "refcount/tool/tap.h"
#include "stress/harness/play.h"
#include "stress/oracles/ledger.h"
#include "stress/schedule/points.h"
#include "stress/support/sanitizers.h"
#include "stress/support/threads.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A set of oracles. */
#define ORACLE(constant) (1u << STRESS_##constant)

static inline unsigned oracles_that_fired(const stress_report *report)
{
    unsigned fired = 0;
    for (unsigned i = 0; i < STRESS_ORACLES; i++) {
        if (stress_faults_of(&report->faults, (stress_oracle)i) > 0)
            fired |= 1u << i;
    }
    return fired;
}

/* Their names, and what they said, for the reader of a failure. */
static inline void note_oracles(const stress_report *report, unsigned expected)
{
    for (unsigned i = 0; i < STRESS_ORACLES; i++) {
        if (stress_faults_of(&report->faults, (stress_oracle)i) > 0)
            tap_note("%s: %s", stress_oracles[i].name, report->faults.first[i]);
        else if (expected >> i & 1)
            tap_note("%s: silent", stress_oracles[i].name);
    }
}

/* Two preemptions, however long that takes, and one round by chance; until the first fault. */
static inline stress_options plays_options(const rc_ops *ops)
{
    return (stress_options){.ops = ops, .seed = 1, .budget = 60, .preemptions = 2, .stop = true};
}

static inline const stress_report *play_with(const stress_scenario *scenario,
                                             const stress_options *options)
{
    static stress_report report; /* large */
    memset(&report, 0, sizeof report);
    stress_play_apart(scenario, options, &report);
    return &report;
}

/* What a sanitizer has to say of a fault that it is shown on purpose is not for the reader. */
static inline const stress_report *play_quietly(const stress_scenario *scenario,
                                                const stress_options *options)
{
    int kept = dup(STDERR_FILENO), nowhere = open("/dev/null", O_WRONLY);
    if (kept < 0 || nowhere < 0)
        rc_cli_fail("no file descriptors");
    if (STRESS_UNDER_ASAN)
        dup2(nowhere, STDERR_FILENO);
    const stress_report *report = play_with(scenario, options);
    dup2(kept, STDERR_FILENO);
    close(kept);
    close(nowhere);
    return report;
}

static inline const stress_report *play(const stress_scenario *scenario, const rc_ops *ops)
{
    stress_options options = plays_options(ops);
    return play_with(scenario, &options);
}

#endif
