/*
 * random-ops: random sequences of operations by threads that take turns, compared with a model.
 *
 * Hunts: whatever is wrong without threads running at once: counts, deaths too early, too late or twice,
 * weak references, finalizers, hand-over between threads, attach and detach, statistics. See
 * stress/sequences/sequences.h. A failure is shrunk to a few operations, which are printed; the schedule
 * in the report is the number that the sequence was drawn from, and plays it again.
 *
 * Passes: no sequence deviates. `plain` passes too: what breaks it is not here.
 *
 *   random-ops   plain    sound
 */
#include "refcount/tool/cli.h"
#include "stress/oracles/quarantine.h"
#include "stress/scenario.h"
#include "stress/sequences/sequences.h"

#include <inttypes.h>
#include <stdio.h>

enum { SEQUENCES = 300 }; /* where no time is given */

static stress_sequences_result result; /* large */

static const char *describe(void)
{
    static char text[32];
    snprintf(text, sizeof text, "%" PRIu64, result.seed);
    return text;
}

static stress_oracle oracle_of(stress_seq_deviation_kind kind)
{
    if (kind == STRESS_SEQ_DEVIATION_EARLY || kind == STRESS_SEQ_DEVIATION_WOKEN)
        return STRESS_PREMATURE_FREE;
    if (kind == STRESS_SEQ_DEVIATION_LATE)
        return STRESS_LEAK;
    return kind == STRESS_SEQ_DEVIATION_TWICE ? STRESS_DOUBLE_FREE : STRESS_MODEL;
}

/* Between two sequences nobody uses the library. */
static void settle(void)
{
    stress_quarantine_settle();
}

static void run_scenario(const stress_options *options, stress_report *report)
{
    stress_sequences_options run = {
        .target = {.ops = options->ops, .begin = settle, .patience = 20},
        .seed = options->seed,
        .count = options->seconds > 0 ? 0 : SEQUENCES,
        .seconds = options->seconds,
        .shrink_seconds = 20};
    report->by_script_alone = true;
    if (options->replay != NULL) {
        run.seed = rc_cli_number("--schedule", options->replay, 0, UINT64_MAX);
        run.count = 1;
    }
    bool right = stress_sequences_run(&run, &result); /* has its own patience with what hangs */
    report->schedules = result.sequences;
    report->operations = result.operations;
    report->searches = report->complete = 1;
    if (right)
        return;
    stress_faults_schedule(describe);
    stress_fault(oracle_of(result.played.kind), "%s", result.played.reason);
    stress_faults_schedule(NULL);
    fprintf(stderr, "# %s\n%s", result.played.reason, result.text);
}

STRESS_SCENARIO(random_ops) = {
    .name = "random-ops",
    .summary = "random sequences of operations by threads that take turns, and a model",
    .run = run_scenario,
};
