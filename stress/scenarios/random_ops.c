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
#include "refcount/tool/cli.h"
#include "stress/scenario.h"
#include "stress/sequences/sequences.h"

#include <stdio.h>

enum { SEQUENCES = 300 }; /* where no time is given */

static uint64_t *fault_of(stress_deviation_kind kind, stress_faults *faults)
{
    if (kind == STRESS_DEVIATION_EARLY || kind == STRESS_DEVIATION_WOKEN)
        return &faults->premature_frees;
    if (kind == STRESS_DEVIATION_LATE)
        return &faults->leaks;
    return kind == STRESS_DEVIATION_TWICE ? &faults->double_frees : &faults->wrong_counts;
}

static void run_scenario(const stress_options *options, stress_report *report)
{
    static stress_sequences_result result; /* large */
    stress_sequences_options run = {.target = {.ops = options->ops, .patience = 20},
                                    .seed = options->seed,
                                    .count = options->seconds > 0 ? 0 : SEQUENCES,
                                    .seconds = options->seconds,
                                    .shrink_seconds = 20};
    bool right = stress_sequences_run(&run, &result);
    report->rounds = result.sequences;
    report->operations = result.operations;
    report->overlap = 1; /* nothing here depends on it */
    if (right)
        return;
    ++*fault_of(result.played.kind, &report->random);
    rc_tool_progress("%s", "");
    fprintf(stderr, "# %s\n%s", result.played.reason, result.text);
}

const stress_scenario stress_random_ops = {
    .name = "random-ops",
    .summary = "random sequences of operations by threads that take turns, and a model",
    .run = run_scenario,
};
