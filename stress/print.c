/*
 * print.c: see print.h.
 */
#include "stress/print.h"

#include "refcount/atomics.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char *const grades[] = {"acceptable", "interesting", "forbidden"};

static const stress_outcome *known(const stress_scenario *scenario, const char *text)
{
    for (const stress_outcome *o = scenario->outcomes; o != NULL && o->text != NULL; o++) {
        if (strcmp(o->text, text) == 0)
            return o;
    }
    return NULL;
}

static void print_outcomes(const stress_scenario *scenario, const stress_report *report)
{
    for (int i = 0; i < STRESS_OUTCOMES && report->outcome[i].text[0] != '\0'; i++) {
        const stress_tally *t = &report->outcome[i];
        const stress_outcome *o = known(scenario, t->text);
        printf("    %-20s %10" PRIu64 " by schedule %12" PRIu64 " by chance  %-11s %s\n", t->text,
               t->scripted, t->by_chance, o != NULL ? grades[o->grade] : "UNKNOWN",
               o != NULL ? o->why : "");
    }
}

static void print_faults(const stress_result *result)
{
    const stress_faults *faults = &result->report->faults;
    for (int i = 0; i < STRESS_ORACLES; i++) {
        uint64_t scripted = rc_load_relaxed(&faults->count[STRESS_SCRIPTED][i]); /* at rest */
        uint64_t by_chance = rc_load_relaxed(&faults->count[STRESS_BY_CHANCE][i]);
        if (scripted + by_chance > 0)
            printf("    %-15s %8" PRIu64 " by schedule, %8" PRIu64 " by chance: %s\n",
                   stress_oracles[i].name, scripted, by_chance, faults->first[i]);
    }
    bool scheduled = faults->replay[0] != '\0';
    printf("    repeat: rc-stress --scenario %s --backend %s", result->scenario->name,
           result->backend);
    if (result->options->gc != NULL)
        printf(" --reclaim %s", result->options->gc->scheme);
    if (scheduled)
        printf(" --schedule '%s'\n", faults->replay);
    else
        printf(" --seed %" PRIu64 "\n", result->options->seed);
}

void stress_print(const stress_result *result)
{
    const stress_report *r = result->report;
    stress_verdict verdict = stress_judge(result->scenario, r);
    printf("%-24s %-14s %-12s", result->scenario->name,
           result->options->gc != NULL ? result->options->gc->name : result->backend,
           stress_verdict_name(verdict));
    if (verdict == STRESS_INCONCLUSIVE)
        printf(" (%s)", stress_doubt(result->scenario, r));
    if (r->schedules > 0)
        printf(" %" PRIu64 " schedules (%" PRIu64 " of %" PRIu64 " searches complete)",
               r->schedules, r->complete, r->searches);
    if (r->rounds > 0)
        printf(", %" PRIu64 " worlds, overlap %.2f", r->worlds, r->overlap);
    printf(", seed %" PRIu64 "\n", result->options->seed);
    if (result->scenario->outcomes != NULL)
        print_outcomes(result->scenario, r);
    fputs(r->page, stdout);
    if (verdict == STRESS_BROKEN)
        print_faults(result);
}

/* ------------------------------------------------------------------------------------------- JSON */

static json_t *faults_json(const stress_faults *faults, stress_phase phase)
{
    json_t *object = json_object();
    for (int i = 0; i < STRESS_ORACLES; i++) {
        uint64_t count = rc_load_relaxed(&faults->count[phase][i]);
        if (count > 0)
            json_object_set_new(object, stress_oracles[i].name, json_integer((json_int_t)count));
    }
    return object;
}

static json_t *texts_json(const stress_faults *faults)
{
    json_t *object = json_object();
    for (int i = 0; i < STRESS_ORACLES; i++) {
        if (faults->first[i][0] != '\0')
            json_object_set_new(object, stress_oracles[i].name, json_string(faults->first[i]));
    }
    return object;
}

static json_t *outcomes_json(const stress_scenario *scenario, const stress_report *report)
{
    json_t *array = json_array();
    for (int i = 0; i < STRESS_OUTCOMES && report->outcome[i].text[0] != '\0'; i++) {
        const stress_tally *t = &report->outcome[i];
        const stress_outcome *o = known(scenario, t->text);
        json_array_append_new(array, json_pack("{s:s, s:s, s:I, s:I}", "outcome", t->text, "grade",
                                               o != NULL ? grades[o->grade] : "unknown", "scripted",
                                               (json_int_t)t->scripted, "by_chance",
                                               (json_int_t)t->by_chance));
    }
    return array;
}

json_t *stress_result_json(const stress_result *result)
{
    const stress_report *r = result->report;
    const stress_faults *f = &r->faults;
    json_t *object = json_pack(
        "{s:s, s:b, s:s, s:s, s:s, s:I, s:f, s:o, s:o, s:o}", "kind", "stress", "shares",
        result->scenario->shares, "scenario", result->scenario->name, "backend", result->backend,
        "verdict", stress_verdict_name(stress_judge(result->scenario, r)), "seed",
        (json_int_t)result->options->seed, "seconds", result->options->seconds, "scripted",
        faults_json(f, STRESS_SCRIPTED), "by_chance", faults_json(f, STRESS_BY_CHANCE), "faults",
        texts_json(f));
    json_object_update_new(
        object,
        json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:f, s:I, s:I}", "schedules",
                  (json_int_t)r->schedules, "searches", (json_int_t)r->searches, "complete",
                  (json_int_t)r->complete, "rounds", (json_int_t)r->rounds, "worlds",
                  (json_int_t)r->worlds, "operations", (json_int_t)r->operations, "points",
                  (json_int_t)r->points, "overlap", r->overlap, "suspensions",
                  (json_int_t)r->suspensions, "witness", (json_int_t)rc_load_relaxed(&r->witness)));
    if (result->options->gc != NULL)
        json_object_set_new(object, "reclaim", json_string(result->options->gc->scheme));
    const char *doubt = stress_doubt(result->scenario, r);
    if (doubt != NULL)
        json_object_set_new(object, "doubt", json_string(doubt));
    if (f->first_at != 0)
        json_object_set_new(object, "first_fault_seconds", json_real(f->first_at - f->started));
    if (f->replay[0] != '\0')
        json_object_set_new(object, "schedule", json_string(f->replay));
    if (result->scenario->outcomes != NULL)
        json_object_set_new(object, "outcomes", outcomes_json(result->scenario, r));
    return object;
}
