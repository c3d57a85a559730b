/*
 * verdict.c: see verdict.h.
 *
 * A program is sound if no execution has a fault, if a litmus test has shown exactly its outcomes, and if
 * with any thread suspended for ever, before any of its steps, the others come to their end: lock-freedom,
 * as far as the program goes. Where the backend says that an operation blocks, it must have been seen to.
 *
 * A checker that finds nothing is easily written. So `plain` must be found broken wherever threads share an
 * object, and so must every program with a seeded bug.
 */
#include "stress/model/verdict.h"

#include "stress/model/schemes.h"

#include <string.h>

static model_verdict *current;

static void count_outcome(const char *said)
{
    if (said == NULL) {
        current->outcomes = 0;
        return;
    }
    if (said[0] == '\0')
        return;
    unsigned i = 0;
    while (i < current->outcomes && strcmp(current->outcome[i].text, said) != 0)
        i++;
    if (i == MODEL_OUTCOMES)
        return;
    if (i == current->outcomes) {
        current->outcomes++;
        strcpy(current->outcome[i].text, said);
        current->outcome[i].count = 0;
    }
    current->outcome[i].count++;
}

static bool was_seen(const model_verdict *v, const char *text)
{
    for (unsigned i = 0; i < v->outcomes; i++) {
        if (strcmp(v->outcome[i].text, text) == 0)
            return true;
    }
    return false;
}

static void judge_outcomes(model_verdict *v)
{
    model_fault *fault = &v->result.fault;
    for (unsigned i = 0; i < v->outcomes; i++) {
        bool known = false;
        for (const model_outcome *o = v->program->outcomes; o->text != NULL; o++)
            known |= strcmp(o->text, v->outcome[i].text) == 0;
        if (!known) {
            fault->oracle = MODEL_OUTCOME;
            snprintf(fault->text, sizeof fault->text, "the outcome %s is not allowed",
                     v->outcome[i].text);
        }
    }
    for (const model_outcome *o = v->program->outcomes; o->text != NULL; o++) {
        if (!was_seen(v, o->text) && v->result.complete) {
            fault->oracle = MODEL_OUTCOME;
            snprintf(fault->text, sizeof fault->text, "the outcome %s was never seen", o->text);
        }
    }
}

static bool blocks(const model_program *program, const rc_backend_info *backend)
{
    return (program->uses & MODEL_WAITS) != 0 ||
           ((program->uses & MODEL_RETAIN) && backend->retain == RC_BLOCKING) ||
           ((program->uses & MODEL_RELEASE) && backend->release == RC_BLOCKING) ||
           ((program->uses & MODEL_TRY_RETAIN) && backend->try_retain == RC_BLOCKING);
}

/* With each thread suspended before each of its steps, and at its end. */
static void suspend_all(model_verdict *v)
{
    static model_result r;
    model_config = v->setup;
    for (unsigned t = 0; t < v->program->threads; t++) {
        for (unsigned step = 0; step <= v->result.steps_of[t]; step++) {
            model_config.suspended = (int)t;
            model_config.suspended_step = step;
            model_search(v->program, &r);
            v->suspensions++;
            v->suspended_executions += r.executions;
            bool blocked = r.fault.oracle == MODEL_BLOCKED;
            v->blocked += blocked;
            if (r.fault.oracle != MODEL_NO_FAULT && !(blocked && v->may_block)) {
                v->result.fault = r.fault;
                v->result.decisions = r.decisions;
                v->setup = model_config;
                return;
            }
        }
    }
    if (v->may_block && v->program->shares && v->blocked == 0 && v->result.complete) {
        v->result.fault.oracle = MODEL_BLOCKED;
        snprintf(v->result.fault.text, sizeof v->result.fault.text,
                 "said to block, and no suspended thread blocks another");
    }
}

static bool listed(const char *names, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = names; at != NULL && (at = strstr(at, name)) != NULL; at++) {
        if ((at == names || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
            return true;
    }
    return false;
}

bool model_fits(const model_program *program, const rc_ops *ops)
{
    if (program->bare)
        return ops == rc_ops_at(0);
    if (program->scheme != NULL && model_pair(ops, program->scheme) == NULL)
        return false;
    const char *name = ops->get_backend()->name;
    return (program->backends == NULL || listed(program->backends, name)) &&
           !(program->broken && listed(program->tolerant, name));
}

/*
 * The same fault with as few preemptions as there can be; and, if it can be had so, with every read seeing
 * the newest store. Searches without reduction, so that the first one found is a smallest one.
 */
static void minimise(model_verdict *v)
{
    static model_result r;
    model_oracle oracle = v->result.fault.oracle;
    for (unsigned i = 0; i < 8; i++) {
        model_config = v->setup;
        model_config.mode = MODEL_BOUNDED;
        model_config.preemptions = i / 2;
        model_config.strong = i % 2 == 0;
        model_config.executions = 200000;
        model_config.seconds = 2;
        model_search(v->program, &r);
        if (r.fault.oracle == oracle) {
            v->result.fault = r.fault;
            v->result.decisions = r.decisions;
            v->setup = model_config;
            v->minimised = true;
            return;
        }
    }
    /* What was learned belongs to a search: the one that found it once more. */
    model_config = v->setup;
    model_search(v->program, &r);
    v->result.decisions = r.decisions;
}

static void search(model_verdict *v)
{
    model_config = v->setup;
    model_search(v->program, &v->result);
}

/* There are too many executions: all with few preemptions, which most bugs need; then random ones. */
static void search_a_part(model_verdict *v)
{
    uint64_t asked = v->setup.executions, most = v->program->samples;
    v->setup.mode = MODEL_BOUNDED;
    v->setup.preemptions = v->program->preemptions;
    search(v);
    v->bounded = v->result.executions;
    v->bounded_is_all = v->result.complete;
    if (v->result.fault.oracle != MODEL_NO_FAULT)
        return;
    v->sampled = true;
    v->setup.mode = MODEL_RANDOM;
    v->setup.executions = asked > 0 ? asked : 50000;
    if (most > 0 && v->setup.executions > most)
        v->setup.executions = most;
    search(v);
}

void model_judge(const model_program *program, const rc_ops *ops, const model_setup *setup,
                 model_verdict *v)
{
    memset(v, 0, sizeof *v);
    const rc_backend_info *backend = ops->get_backend();
    rc = ops;
    v->program = program;
    v->backend = program->bare ? "-" : backend->name;
    v->setup = *setup;
    v->sampled = setup->mode == MODEL_RANDOM;
    v->must_break = program->broken || (program->shares && !backend->thread_safe);
    v->may_block = blocks(program, backend);
    current = v;
    model_on_outcome = count_outcome;
    if (setup->mode == MODEL_EXHAUSTIVE && listed(program->sampled, backend->name))
        search_a_part(v);
    else
        search(v);
    model_on_outcome = NULL;
    if (v->result.fault.oracle == MODEL_NO_FAULT && program->outcomes != NULL)
        judge_outcomes(v);
    else if (v->result.fault.oracle == MODEL_NO_FAULT && program->uses != 0 && v->result.complete)
        suspend_all(v);
    bool found = v->result.fault.oracle != MODEL_NO_FAULT;
    v->as_it_should = found == v->must_break && v->result.fault.oracle != MODEL_TOO_LARGE;
    if (found && v->result.decisions.count > 0 && !setup->as_found)
        minimise(v);
}
