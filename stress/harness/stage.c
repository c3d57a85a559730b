/*
 * stage.c: see stage.h.
 */
#include "stress/harness/stage.h"

#include "refcount/tool/cli.h"
#include "stress/oracles/ledger.h"
#include "stress/schedule/points.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

unsigned stress_making_member(const stress_scenario *scenario, stress_maker maker)
{
    switch (maker) {
    case STRESS_MADE_BY_FIRST:
        return 0;
    case STRESS_MADE_BY_LAST:
        return scenario->actors - 1;
    default:
        return scenario->actors;
    }
}

void stress_attach(const rc_ops *ops)
{
    stress_self_begins("rc_thread_attach");
    if (ops->thread_attach() != 0)
        rc_cli_fail("a thread cannot attach");
    stress_self_ends();
}

void stress_detach(const rc_ops *ops)
{
    stress_self_begins("rc_thread_detach");
    ops->thread_detach();
    stress_self_ends();
}

void stress_safepoint(const stress_options *options)
{
    options->ops->thread_poll();
    if (options->gc != NULL)
        options->gc->reclaim_drain();
}

void stress_idle_begin(const stress_scenario *scenario, const stress_options *options)
{
    if (options->gc == NULL && !scenario->stops)
        return;
    stress_self_begins("rc_thread_block_begin");
    options->ops->thread_block_begin();
    stress_self_ends();
}

void stress_idle_end(const stress_scenario *scenario, const stress_options *options)
{
    if (options->gc == NULL && !scenario->stops)
        return;
    stress_self_begins("rc_thread_block_end");
    options->ops->thread_block_end();
    stress_self_ends();
}

void stress_maker_leaves(const stress_stage *stage)
{
    if (stage->maker == STRESS_MADE_BY_BLOCKED)
        stage->ops->thread_block_begin();
    if (stage->maker == STRESS_MADE_BY_GONE)
        stress_detach(stage->ops);
}

void stress_maker_returns(const stress_stage *stage)
{
    if (stage->maker == STRESS_MADE_BY_BLOCKED)
        stage->ops->thread_block_end();
    if (stage->maker == STRESS_MADE_BY_GONE)
        stress_attach(stage->ops);
}

static stress_subject *subjects_of(const stress_stage *stage)
{
    return stage->world;
}

/* --------------------------------------------------------------------------------- litmus tests */

static void count_outcome(stress_report *report, const char *text, bool scripted)
{
    for (unsigned i = 0; i < STRESS_OUTCOMES; i++) {
        stress_tally *t = &report->outcome[i];
        if (t->text[0] == '\0')
            snprintf(t->text, sizeof t->text, "%s", text);
        if (strcmp(t->text, text) != 0)
            continue;
        t->scripted += scripted;
        t->by_chance += !scripted;
        return;
    }
}

static void grade(const stress_scenario *scenario, stress_stage *stage, stress_report *report)
{
    char text[STRESS_OUTCOME_TEXT] = "";
    scenario->observe(stage, text, sizeof text);
    count_outcome(report, text, stage->scripted);
    const stress_outcome *o = scenario->outcomes;
    while (o->text != NULL && strcmp(o->text, text) != 0)
        o++;
    if (o->text == NULL)
        stress_fault(STRESS_OUTCOME, "'%s' is not among the outcomes that the test knows", text);
    else if (o->grade == STRESS_FORBIDDEN)
        stress_fault(STRESS_OUTCOME, "'%s' is forbidden: %s", text, o->why);
}

/* -------------------------------------------------------------------------------------- questions */

void stress_ask_at_rest(const stress_scenario *scenario, stress_stage *stage, stress_report *report)
{
    if (scenario->rest != NULL)
        scenario->rest(stage);
    for (unsigned i = 0; i < scenario->subjects; i++)
        stress_check_count(stage, &subjects_of(stage)[i]);
    if (scenario->observe != NULL)
        grade(scenario, stage, report);
}

void stress_give_back_part(const stress_scenario *scenario, stress_stage *stage, unsigned place,
                           bool one_for_all)
{
    /*
     * By chance all places give back at once, unless the first one does it for all, which a scenario's own
     * finish never does. And what was retired is counted until it has been released.
     */
    stage->alone =
        (stage->scripted || (one_for_all && scenario->finish == NULL)) && !scenario->reclaims;
    if (scenario->finish != NULL) {
        scenario->finish(stage, place);
        return;
    }
    for (unsigned i = 0; i < scenario->subjects; i++) {
        stress_subject *subject = &subjects_of(stage)[i];
        if (!one_for_all)
            stress_give_back(stage, subject, place);
        for (unsigned holder = 0; one_for_all && place == 0 && holder < STRESS_SELVES; holder++)
            stress_give_back(stage, subject, holder);
    }
}

bool stress_something_held(const stress_scenario *scenario, const stress_stage *stage)
{
    for (unsigned i = 0; i < scenario->subjects; i++) {
        for (unsigned holder = 0; holder < STRESS_SELVES; holder++) {
            if (stress_held_by(&subjects_of(stage)[i], holder) > 0)
                return true;
        }
    }
    return false;
}

bool stress_something_overdue(const stress_scenario *scenario, const stress_stage *stage)
{
    for (unsigned i = 0; i < scenario->subjects; i++) {
        if (stress_overdue(&subjects_of(stage)[i]))
            return true;
    }
    return false;
}

void stress_ask_in_time(const stress_scenario *scenario, stress_stage *stage)
{
    static const char *const after[] = {
        "after the safepoints of all threads", "after the safepoints of all threads",
        "after the safepoints of all threads", "though its owner is inside a blocking region",
        "though its owner has detached"};
    if (stress_something_overdue(scenario, stage))
        stress_fault(STRESS_LATE_GARBAGE, "an object without references is alive %s",
                     after[stage->maker]);
}

void stress_ask_at_the_end(const stress_scenario *scenario, stress_stage *stage)
{
    for (unsigned i = 0; i < scenario->subjects; i++) {
        if (stress_overdue(&subjects_of(stage)[i]))
            stress_fault(STRESS_LEAK, "object %u is alive, with no reference left", i);
    }
    if (scenario->judge != NULL)
        scenario->judge(stage);
}

void stress_ask_queues(const rc_ops *ops)
{
    static uint64_t stuck_before; /* reported once each */
    rc_stats stats;
    ops->get_stats(&stats);
    uint64_t stuck = stats.queued > stats.merged ? stats.queued - stats.merged : 0;
    if (stuck > stuck_before)
        stress_fault(STRESS_STUCK_QUEUE, "%" PRIu64 " objects were queued and %" PRIu64 " merged",
                     stats.queued, stats.merged);
    stuck_before = stuck;
}
