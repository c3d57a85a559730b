/*
 * report.c: see report.h.
 */
#include "stress/model/report.h"

#include <inttypes.h>
#include <string.h>

static const char *verdict_name(const model_verdict *v)
{
    if (v->result.fault.oracle == MODEL_TOO_LARGE)
        return "too large";
    return v->result.fault.oracle == MODEL_NO_FAULT ? "sound" : "broken";
}

static const char *coverage(const model_verdict *v)
{
    if (v->sampled)
        return "a sample";
    return v->result.complete ? "all" : "not all";
}

static double rate(const model_result *r)
{
    return (double)(r->executions + r->redundant) / (r->seconds + 1e-9);
}

void model_print_verdict(FILE *out, const model_verdict *v)
{
    const model_result *r = &v->result;
    fprintf(out, "%-26s %-7s %-9s %8" PRIu64 " executions (%s)", v->program->name, v->backend,
            verdict_name(v), r->executions, coverage(v));
    if (v->bounded > 0)
        fprintf(out, " after %" PRIu64 " (%s) with at most %u preemptions", v->bounded,
                v->bounded_is_all ? "all" : "not all", v->program->preemptions);
    if (r->redundant > 0)
        fprintf(out, " + %" PRIu64 " redundant", r->redundant);
    fprintf(out, ", %u steps, %.2f s", r->deepest, r->seconds);
    if (v->suspensions > 0)
        fprintf(out, "; suspended at %u places, %s", v->suspensions,
                v->blocked == 0 ? "nobody blocked" : "which blocks, as it says");
    if (v->must_break)
        fprintf(out, v->as_it_should ? "; as it must" : "; it must be broken");
    fputc('\n', out);
    if (r->fault.oracle != MODEL_NO_FAULT)
        fprintf(out, "    %s: %s\n", model_oracle_names[r->fault.oracle], r->fault.text);
}

static json_t *outcomes_json(const model_verdict *v)
{
    json_t *array = json_array();
    for (unsigned i = 0; i < v->outcomes; i++)
        json_array_append_new(array, json_pack("{s:s, s:I}", "outcome", v->outcome[i].text,
                                               "executions", (json_int_t)v->outcome[i].count));
    return array;
}

json_t *model_verdict_json(const model_verdict *v)
{
    const model_result *r = &v->result;
    json_t *object = json_pack(
        "{s:s, s:s, s:s, s:s, s:b, s:s, s:s, s:I, s:I, s:I, s:i, s:f, s:f}", "kind", "model",
        "program", v->program->name, "backend", v->backend, "verdict", verdict_name(v),
        "as_it_should", v->as_it_should, "bound", v->program->bound, "coverage", coverage(v),
        "executions", (json_int_t)r->executions, "redundant", (json_int_t)r->redundant, "steps",
        (json_int_t)r->steps, "deepest", (int)r->deepest, "seconds", r->seconds, "rate", rate(r));
    json_object_update_new(object,
                           json_pack("{s:i, s:i, s:I, s:b, s:I}", "suspensions",
                                     (int)v->suspensions, "blocked", (int)v->blocked,
                                     "suspended_executions", (json_int_t)v->suspended_executions,
                                     "may_block", v->may_block, "seed", (json_int_t)v->setup.seed));
    const char *room = v->program->room != NULL ? v->program->room : "backend";
    json_object_set_new(object, "room", json_string(v->program->bare ? "bare" : room));
    if (v->bounded > 0)
        json_object_update_new(object, json_pack("{s:i, s:I, s:b}", "preemptions",
                                                 (int)v->program->preemptions, "bounded_executions",
                                                 (json_int_t)v->bounded, "bounded_is_all",
                                                 v->bounded_is_all));
    if (r->fault.oracle != MODEL_NO_FAULT) {
        json_object_set_new(object, "oracle", json_string(model_oracle_names[r->fault.oracle]));
        json_object_set_new(object, "fault", json_string(r->fault.text));
        json_object_set_new(object, "minimised", json_boolean(v->minimised));
    }
    if (v->outcomes > 0)
        json_object_set_new(object, "outcomes", outcomes_json(v));
    return object;
}
