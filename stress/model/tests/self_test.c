/*
 * self_test.c: the checker finds what it must: each oracle's program, each seeded bug, exactly the outcomes of
 * each litmus test; and it finds nothing in the twins of the seeded ones. Recorded executions can be played
 * again; the bounded and the random search find what the exhaustive one finds; counts are what they must be.
 */
#include "stress/model/programs.h"
#include "stress/model/tests/trips.h"
#include "stress/model/verdict.h"

#include "refcount/tool/cli.h"
#include "refcount/tool/tap.h"

#include <string.h>

static model_verdict verdict;
static const model_setup usual = {.suspended = -1, .depth = 3, .seed = 1};

static const model_program *program_of(const char *name)
{
    for (const model_program *const *p = model_programs(); *p != NULL; p++) {
        if (strcmp((*p)->name, name) == 0)
            return *p;
    }
    tap_ok(false, "there is a program %s", name);
    return NULL;
}

static void try_trips(void)
{
    for (const model_trip *trip = model_trips; trip->program.name != NULL; trip++) {
        model_judge(&trip->program, rc_ops_at(0), &usual, &verdict);
        model_oracle found = verdict.result.fault.oracle;
        tap_ok(found == trip->oracle, "%s: %s: %s", trip->program.name, model_oracle_names[found],
               verdict.result.fault.text);
    }
}

/* The bare ones: litmus tests, and known algorithms with their twins. */
static void try_bare(void)
{
    for (const model_program *const *p = model_programs(); *p != NULL; p++) {
        if (!(*p)->bare)
            continue;
        model_judge(*p, rc_ops_at(0), &usual, &verdict);
        tap_ok(verdict.as_it_should, "%s: %s", (*p)->name, verdict.result.fault.text);
    }
}

static void try_replay(void)
{
    model_judge(program_of("seeded-hazard"), rc_ops_at(0), &usual, &verdict);
    model_oracle found = verdict.result.fault.oracle;
    tap_ok(found == MODEL_USE_AFTER_FREE && verdict.minimised, "a fault is found and minimised");
    for (int i = 0; i < 2; i++) {
        model_search_replay(&verdict.result.decisions);
        tap_ok(model_found.oracle == found &&
                   strcmp(model_found.text, verdict.result.fault.text) == 0,
               "its execution can be played again");
    }
}

static void try_other_searches(void)
{
    static const char *const names[] = {"seeded-dekker",        "seeded-hazard",
                                        "seeded-hazard-writer", "seeded-lock-order",
                                        "seeded-stack",         "seeded-condition"};
    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++) {
        model_setup setup = usual;
        setup.mode = MODEL_BOUNDED;
        setup.preemptions = 2;
        model_judge(program_of(names[i]), rc_ops_at(0), &setup, &verdict);
        tap_ok(verdict.as_it_should, "%s: found with two preemptions", names[i]);
        setup.mode = MODEL_RANDOM;
        setup.executions = 20000;
        model_judge(program_of(names[i]), rc_ops_at(0), &setup, &verdict);
        tap_ok(verdict.as_it_should, "%s: found at random", names[i]);
    }
    model_setup strong = usual;
    strong.strong = true;
    model_judge(program_of("seeded-hazard-writer"), rc_ops_at(0), &strong, &verdict);
    tap_ok(verdict.result.fault.oracle == MODEL_NO_FAULT,
           "what only a weak memory shows is not there with --strong");
}

/* All orders of three and three steps on one word: 6! / (3! 3!). */
static void try_counts(void)
{
    const rc_ops *ops = rc_ops_find("atomic");
    if (ops == NULL)
        return;
    double started = rc_tool_now(), seconds;
    uint64_t executions = 0;
    model_config = usual;
    rc = ops;
    do {
        model_search(program_of("three-operations"), &verdict.result);
        executions += verdict.result.executions;
        seconds = rc_tool_now() - started;
    } while (seconds < 0.3);
    tap_ok(verdict.result.executions == 20 && verdict.result.redundant == 0,
           "three-operations has 20 executions, and none is redundant");
    tap_note("%.0f executions a second", (double)executions / seconds);
}

int main(void)
{
    rc_cli_init("model-self");
    model_machine_init();
    try_trips();
    try_bare();
    try_replay();
    try_other_searches();
    try_counts();
    return tap_done();
}
