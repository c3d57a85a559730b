/*
 * random-ops: random sequences of operations by threads that take turns, compared with a model.
 *
 * Hunts: whatever is wrong without threads running at once: counts, deaths too early, too late or twice,
 * weak references, finalizers, hand-over between threads, attach and detach, statistics. See
 * stress/sequences/sequences.h. A failure is shrunk to a few operations, which are printed and can be
 * played again.
 *
 * Passes: no sequence deviates. `plain` passes too: what breaks it is not here.
 */
#include "stress/oracles/quarantine.h"
#include "stress/scenario.h"
#include "stress/sequences/sequences.h"

#include <stdio.h>

enum { SEQUENCES = 300 }; /* where no time is given */

/* Between two sequences nobody uses the library. */
static void settle(void)
{
    stress_quarantine_settle();
}

static void run(const stress_options *options, stress_report *report)
{
    static stress_sequences_result result; /* large */
    bool right = stress_sequences_run(
        &(stress_sequences_options){
            .target = {.ops = options->ops, .begin = settle, .patience = 20},
            .seed = options->seed,
            .count = options->seconds > 0 ? 0 : SEQUENCES,
            .seconds = options->seconds,
            .shrink_seconds = 20},
        &result);
    report->by_script_alone = true;
    report->rounds = report->worlds = result.sequences;
    report->operations = result.operations;
    if (right)
        return;
    stress_faults_phase(STRESS_BY_CHANCE);
    stress_fault(STRESS_MODEL, "%s", result.played.reason);
    fprintf(stderr, "# %s: %s\n%s", options->ops->get_backend()->name, result.played.reason,
            result.text);
}

STRESS_SCENARIO(random_ops) = {
    .name = "random-ops",
    .summary = "random sequences of operations by threads that take turns, and a model",
    .run = run,
};
