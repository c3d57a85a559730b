/*
 * script.c: plays a scenario in every interleaving of the library's points (schedule/explore.h), on one
 * world at a time. All threads share one processor, because only one runs at a time: a turn handed over
 * costs one switch and no wake-up of an idle processor. It is the one that the play begins on, so that two
 * plays at once do not both take the first.
 *
 * An execution that a fault was seen in is written down as maker, variant and decisions, and can be played
 * again: `2.0 1:0010`.
 */
#include "stress/harness/play.h"

#include "refcount/atomics.h"
#include "refcount/tool/cli.h"
#include "stress/harness/stage.h"
#include "stress/oracles/quarantine.h"
#include "stress/schedule/explore.h"
#include "stress/schedule/points.h"
#include "stress/support/puppet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LEAVE_EVERY = 256 };

typedef struct theatre {
    const stress_scenario *scenario;
    const stress_options *options;
    stress_report *report;
    stress_stage stage;
    unsigned processor;
    puppet crew[STRESS_ACTORS + 1];
} theatre;

/* What a member of the crew is told: itself, where everything is, and what to do. */
typedef struct member {
    theatre *theatre;
    unsigned index;
    void (*action)(void *arg);
} member;

static member members[STRESS_ACTORS + 1];

static void be_idle(const theatre *t)
{
    if (t->scenario->stops)
        stress_idle_begin(t->scenario, t->options);
}

static void be_back(const theatre *t)
{
    if (t->scenario->stops)
        stress_idle_end(t->scenario, t->options);
}

static void take_place(void *arg)
{
    member *m = arg;
    rc_tool_pin(m->theatre->processor);
    stress_self_take(stress_place(m->theatre->scenario, m->index));
    stress_attach(m->theatre->options->ops);
    be_idle(m->theatre);
}

static void make(void *arg)
{
    theatre *t = ((member *)arg)->theatre;
    t->scenario->make(&t->stage);
    stress_maker_leaves(&t->stage);
}

static void prepare(void *arg)
{
    member *m = arg;
    m->theatre->scenario->prepare(&m->theatre->stage, m->index);
}

static void act(void *arg)
{
    member *m = arg;
    stress_explore_enter(m->index);
    be_back(m->theatre);
    m->theatre->scenario->act(&m->theatre->stage, m->index);
    be_idle(m->theatre);
    stress_explore_leave();
}

static void come_back(void *arg)
{
    stress_maker_returns(&((member *)arg)->theatre->stage);
}

static void poll(void *arg)
{
    stress_safepoint(((member *)arg)->theatre->options);
}

static void give_back(void *arg)
{
    member *m = arg;
    stress_stage *stage = &m->theatre->stage;
    stress_give_back_part(m->theatre->scenario, stage, stress_place(m->theatre->scenario, m->index),
                          ((unsigned)stage->maker + stage->variant) % 2 != 0);
}

static void detach(void *arg)
{
    stress_detach(((member *)arg)->theatre->options->ops);
}

static void attach(void *arg)
{
    stress_attach(((member *)arg)->theatre->options->ops);
}

static void leave_wings(void *arg)
{
    member *m = arg;
    be_back(m->theatre);
    m->action(m);
    be_idle(m->theatre);
}

/* One member does something, and main waits. */
static void tell(theatre *t, unsigned index, void (*action)(void *arg))
{
    members[index].action = action;
    be_idle(t);
    puppet_do(&t->crew[index], leave_wings, &members[index]);
    be_back(t);
}

/* The maker, while it is away, is not disturbed. */
static void all_do(theatre *t, void (*action)(void *arg), bool maker_too)
{
    for (unsigned i = 0; i < stress_crew(t->scenario); i++) {
        if (maker_too || i != t->scenario->actors)
            tell(t, i, action);
    }
}

static bool overdue(const theatre *t)
{
    return stress_something_overdue(t->scenario, &t->stage);
}

static void pass_safepoints(theatre *t, bool maker_too)
{
    all_do(t, poll, maker_too);
    /* What the drain of one has released may wait in the queue of another that came by before. */
    if (t->scenario->reclaims)
        all_do(t, poll, maker_too);
    for (int i = 1; i < STRESS_SAFEPOINTS && overdue(t); i++)
        all_do(t, poll, maker_too);
}

/* Once more from the beginning: whoever has a queue drains it. */
static void all_leave_and_return(theatre *t)
{
    all_do(t, detach, true);
    stress_ask_queues(t->options->ops);
    all_do(t, attach, true);
}

/* An actor with nothing to do would only multiply the schedules. */
static unsigned cast_of(const theatre *t)
{
    return t->scenario->cast != NULL ? t->scenario->cast(&t->stage) : t->scenario->actors;
}

static void execute(theatre *t)
{
    bool away = t->stage.maker == STRESS_MADE_BY_BLOCKED || t->stage.maker == STRESS_MADE_BY_GONE;
    unsigned making = stress_making_member(t->scenario, t->stage.maker);
    memset(t->stage.world, 0, t->scenario->world_size);
    tell(t, making, make);
    for (unsigned i = 0; t->scenario->prepare != NULL && i < cast_of(t); i++)
        tell(t, i, prepare);
    be_idle(t);
    for (unsigned i = 0; i < cast_of(t); i++)
        puppet_start(&t->crew[i], act, &members[i]);
    stress_explore_run();
    for (unsigned i = 0; i < cast_of(t); i++)
        puppet_wait(&t->crew[i]);
    be_back(t);
    pass_safepoints(t, !away);
    stress_ask_at_rest(t->scenario, &t->stage, t->report);
    all_do(t, give_back, !away);
    pass_safepoints(t, !away);
    stress_ask_in_time(t->scenario, &t->stage);
    if (away) {
        tell(t, making, come_back);
        tell(t, making, give_back);
        pass_safepoints(t, true);
    }
    for (int i = 0; i < STRESS_RISINGS && stress_something_held(t->scenario, &t->stage); i++) {
        all_do(t, give_back, true);
        pass_safepoints(t, true);
    }
    if (overdue(t) || t->report->schedules % LEAVE_EVERY == 0)
        all_leave_and_return(t);
    stress_ask_at_the_end(t->scenario, &t->stage);
    stress_quarantine_settle(); /* each time, so that a write to freed memory is this schedule's */
    t->report->schedules++;
}

/* ------------------------------------------------------------------------------------ searches */

/* The maker and the variant under way, for describe, which the watchdog may call at any time. */
static _Atomic uint32_t playing_maker, playing_variant;

static const char *describe(void)
{
    static _Thread_local char text[STRESS_REPLAY_TEXT];
    snprintf(text, sizeof text, "%u.%u %s", rc_load_relaxed(&playing_maker),
             rc_load_relaxed(&playing_variant), stress_explore_text());
    return text;
}

static void set_stage(theatre *t, unsigned maker, unsigned variant)
{
    t->stage.maker = (stress_maker)maker;
    t->stage.variant = variant;
    rc_store_relaxed(&playing_maker, maker);
    rc_store_relaxed(&playing_variant, variant);
}

static void abandon(void)
{
    /* the other threads will never go on; what was found is in the report */
    _exit(RC_EXIT_VIOLATION);
}

/* The usual share of one search: the user waits for all of them. */
static double budget(const theatre *t)
{
    unsigned makers = 0;
    for (unsigned maker = 0; maker < STRESS_MAKERS; maker++)
        makers += stress_has_maker(t->scenario, maker);
    double share = 3.0 / (makers * stress_variants(t->scenario));
    return share < 0.4 ? share : 0.4;
}

static void search(theatre *t)
{
    double limit = t->options->budget >= 0 ? t->options->budget : budget(t);
    double deadline = rc_tool_now() + limit;
    bool complete = true;
    for (unsigned bound = 0; bound <= t->options->preemptions && complete; bound++) {
        stress_explore_begin(cast_of(t), bound);
        bool more;
        do {
            execute(t);
            if (t->options->stop && stress_faulty())
                return;
            more = stress_explore_next();
        } while (more && rc_tool_now() < deadline);
        complete = !more && !stress_explore_cut();
    }
    t->report->searches++;
    t->report->complete += complete;
}

static _Noreturn void no_schedule(const theatre *t)
{
    rc_cli_fail("'%s' is no schedule of %s", t->options->replay, t->scenario->name);
}

/* Before there are threads that would be left behind when it fails. */
static void read_replay(theatre *t)
{
    unsigned maker, variant;
    int schedule = 0;
    if (sscanf(t->options->replay, "%3u.%3u %n", &maker, &variant, &schedule) != 2 ||
        schedule == 0 || maker >= STRESS_MAKERS || variant >= stress_variants(t->scenario))
        no_schedule(t);
    set_stage(t, maker, variant);
    if (!stress_explore_replay(cast_of(t), t->options->replay + schedule))
        no_schedule(t);
}

static void replay(theatre *t)
{
    execute(t);
    t->report->searches = t->report->complete = 1;
}

static void search_all(theatre *t)
{
    for (unsigned maker = 0; maker < STRESS_MAKERS; maker++) {
        for (unsigned v = 0; v < stress_variants(t->scenario); v++) {
            if (!stress_has_maker(t->scenario, maker) || (t->options->stop && stress_faulty()))
                continue;
            set_stage(t, maker, v);
            search(t);
        }
    }
}

void stress_play_scripted(const stress_scenario *scenario, const stress_options *options,
                          stress_report *report)
{
    theatre t = {.scenario = scenario, .options = options, .report = report};
    t.stage =
        (stress_stage){.ops = options->ops, .gc = options->gc, .scripted = true, .alone = true};
    t.stage.world = aligned_alloc(64, (scenario->world_size + 63) / 64 * 64);
    if (t.stage.world == NULL)
        rc_cli_fail("no memory for a world");
    if (options->replay != NULL)
        read_replay(&t);
    t.processor = rc_tool_processor();
    stress_faults_schedule(describe);
    stress_explore_on_deadlock(abandon);
    for (unsigned i = 0; i < stress_crew(scenario); i++) {
        members[i] = (member){.theatre = &t, .index = i};
        puppet_create(&t.crew[i]);
        puppet_do(&t.crew[i], take_place, &members[i]);
    }
    rc_tool_pin(t.processor);
    stress_attach(options->ops); /* main asks questions, some of them by the library's operations */
    if (options->replay != NULL)
        replay(&t);
    else
        search_all(&t);
    stress_detach(options->ops);
    all_do(&t, detach, true);
    stress_ask_queues(options->ops);
    for (unsigned i = 0; i < stress_crew(scenario); i++)
        puppet_join(&t.crew[i]);
    stress_quarantine_settle();
    report->divergences = stress_explore_divergences();
    stress_faults_schedule(NULL);
    free(t.stage.world);
}
