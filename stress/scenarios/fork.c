/*
 * fork: main forks while another thread stands still at each point and lock of its work, one after the other.
 *
 * The child has no other thread, but their locks, their half-done work and their queues. It must be able to
 * go on (see forked.h); and so must the parent.
 *
 *   other thread                   main
 *   locks a part of the table
 *                                  fork
 *                                  child: weak_new: waits for the lock, for ever     <- if no hook takes it
 *   queues an object for main
 *   asks main to look
 *                                  child: safepoint: does it look?
 *
 * Where the other thread holds a lock that the fork hooks want it is let go until it has freed it. Main forks
 * as it is, from inside a blocking region (others merge in its place: one stands still while it does), and
 * detached. What it and the other thread have passed to each other before must die in the child too, unless
 * the other thread was at it.
 *
 * Hunts: a lock that a fork leaves held, a queue, a number of mergers or a record that it leaves as if its
 * thread still ran. Passes: no child crashes or stands still, nothing that it holds alone is left there,
 * and nothing at all in the parent.
 *
 *   fork  biased   sound        219 schedules (3 of 3 searches complete)
 */
#include "stress/scenarios/forked.h"

#include "refcount/atomics.h"
#include "refcount/tool/cli.h"
#include "stress/harness/stand.h"
#include "stress/oracles/quarantine.h"
#include "stress/support/puppet.h"

#include <stdio.h>

enum { OTHER = 0 }; /* the place of the other thread */

typedef enum mode { ATTACHED, BLOCKED, DETACHED, MODES } mode;
static const char *const mode_name[] = {"attached", "in a blocking region", "detached"};

/* What the other thread does; what it touches. */
typedef enum step { COUNTS, TO_MAIN, DRAINS, LIVES, ASKS, BLOCKS, LEAVES, STEPS } step;

typedef struct world {
    forked f;
    stress_subject shared;
    stress_subject to_main;     /* made by main, released by the other thread */
    stress_subject to_other[2]; /* made by the other thread, released by main before */
    stress_subject brief;       /* the other thread's own */
    stress_handle handle, second;
} world;

static struct {
    stress_stage stage;
    world world;
    puppet other;
    stress_stand stand;
    mode mode;
    step step;
} run;

/* ------------------------------------------------------------------------------ the other thread */

static void join_in(void *arg)
{
    (void)arg;
    stress_self_take(OTHER);
    stress_attach(run.stage.ops);
}

static void make_theirs(void *arg)
{
    world *w = &run.world;
    (void)arg;
    stress_make(&run.stage, &w->f.owned, &stress_node_type);
    stress_hand_over(&w->f.owned, OTHER, STRESS_MAIN);
    for (int i = 0; i < 2; i++) {
        stress_make(&run.stage, &w->to_other[i], &stress_node_type);
        stress_hand_over(&w->to_other[i], OTHER, STRESS_MAIN);
    }
}

static void take_step(step s)
{
    stress_stage *stage = &run.stage;
    world *w = &run.world;
    rc_stats stats;
    switch (s) {
    case COUNTS:
        if (stress_handle_upgrade(stage, &w->handle))
            stress_release(stage, w->f.shared);
        stress_handle_new(stage, &w->second, w->f.shared);
        stress_handle_free(stage, &w->second);
        break;
    case TO_MAIN:
        stress_release(stage, &w->to_main);
        break;
    case DRAINS:
        stress_self_begins("rc_thread_poll");
        stage->ops->thread_poll();
        stress_self_ends();
        break;
    case LIVES:
        stress_make(stage, &w->brief, &stress_node_type);
        stress_handle_new(stage, &w->second, &w->brief);
        stress_release(stage, &w->brief);
        stress_handle_free(stage, &w->second);
        break;
    case ASKS:
        stress_self_begins("rc_get_stats");
        stage->ops->get_stats(&stats);
        stress_self_ends();
        break;
    case BLOCKS:
        stress_self_begins("rc_thread_block_begin");
        stage->ops->thread_block_begin();
        stage->ops->thread_block_end();
        stress_self_ends();
        break;
    default:
        stress_detach(stage->ops);
        stress_attach(stage->ops);
    }
}

static void work(void *arg)
{
    (void)arg;
    stress_stand_enter(&run.stand);
    for (run.step = 0; run.step < STEPS; run.step++)
        take_step(run.step);
    stress_stand_leave(&run.stand);
}

static void give_back_theirs(void *arg)
{
    (void)arg;
    stress_give_back(&run.stage, run.world.f.shared, OTHER);
    stress_handle_free(&run.stage, &run.world.handle);
}

static void poll(void *arg)
{
    (void)arg;
    run.stage.ops->thread_poll();
}

static void leave(void *arg)
{
    (void)arg;
    stress_detach(run.stage.ops);
}

/* ------------------------------------------------------------------------------------------ main */

static void make_ours(void)
{
    world *w = &run.world;
    stress_stage *stage = &run.stage;
    w->f.shared = &w->shared;
    stress_make(stage, &w->f.kept, &stress_node_type);
    stress_make(stage, w->f.shared, &stress_node_type);
    stress_make(stage, &w->to_main, &stress_node_type);
    stress_retain(stage, w->f.shared);
    stress_hand_over(w->f.shared, STRESS_MAIN, OTHER);
    stress_hand_over(&w->to_main, STRESS_MAIN, OTHER);
    stress_handle_new(stage, &w->f.kept_handle, &w->f.kept);
    stress_handle_new(stage, &w->f.shared_handle, w->f.shared);
    stress_handle_new(stage, &w->handle, w->f.shared);
}

static void step_aside(void)
{
    if (run.mode == BLOCKED)
        run.stage.ops->thread_block_begin();
    if (run.mode == DETACHED)
        stress_detach(run.stage.ops);
}

static void come_back(void)
{
    if (run.mode == BLOCKED)
        run.stage.ops->thread_block_end();
    if (run.mode == DETACHED)
        stress_attach(run.stage.ops);
}

static int child(void *arg)
{
    world *w = &run.world;
    (void)arg;
    stress_stand_yields(NULL);
    come_back();
    for (int i = 0; i < 2 && run.step != DRAINS; i++)
        forked_must_be_dead(&run.stage, &w->to_other[i], "what was queued for a vanished thread");
    if (run.step > TO_MAIN)
        forked_must_be_dead(&run.stage, &w->to_main, "what a vanished thread has queued for main");
    forked_child(&run.stage, &w->f, run.step > COUNTS || !forked_locks_objects(run.stage.ops));
    return RC_EXIT_OK;
}

static const char *describe(void)
{
    static char text[STRESS_REPLAY_TEXT];
    snprintf(text, sizeof text, "%u.%u fork", (unsigned)run.mode, run.stand.at);
    return text;
}

/* False if the child did not come to its end. */
static bool fork_here(void)
{
    char what[STRESS_FAULT_TEXT];
    const char *doing = rc_load_relaxed(&stress_self_state_of(OTHER)->doing); /* it stands still */
    snprintf(what, sizeof what, "%s, while another thread stands at %s in %s", mode_name[run.mode],
             run.stand.point, doing != NULL ? doing : "the thread's functions");
    stress_stand_yields(&run.stand);
    int status = stress_fork(child, NULL, what);
    stress_stand_yields(NULL);
    if (status > RC_EXIT_OK)
        stress_fault(STRESS_CRASH, "a child, forked %s: status %d", what, status);
    stress_stand_go(&run.stand);
    return status >= 0;
}

static void settle(void)
{
    world *w = &run.world;
    stress_stage *stage = &run.stage;
    puppet_do(&run.other, give_back_theirs, NULL);
    stress_give_back(stage, &w->f.kept, STRESS_MAIN);
    stress_give_back(stage, &w->f.owned, STRESS_MAIN);
    stress_give_back(stage, w->f.shared, STRESS_MAIN);
    stress_handle_free(stage, &w->f.kept_handle);
    stress_handle_free(stage, &w->f.shared_handle);
    stage->ops->thread_poll();
    puppet_do(&run.other, poll, NULL);
    const stress_subject *all[] = {&w->f.kept,      &w->f.owned,     w->f.shared, &w->to_main,
                                   &w->to_other[0], &w->to_other[1], &w->brief};
    for (unsigned i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (stress_overdue(all[i]))
            stress_fault(STRESS_LEAK, "in the parent object %u is alive, with no reference", i);
    }
    stress_handle_check(&w->f.kept_handle);
    stress_handle_check(&w->f.shared_handle);
    stress_quarantine_settle();
}

/* The other thread works, and main forks at its event number `at`. False when there is none, or it is of no
 * use to go on. */
static bool play_one(stress_report *report, mode mode, unsigned at)
{
    run.mode = mode;
    stress_stand_prepare(&run.stand, at);
    memset(&run.world, 0, sizeof run.world);
    make_ours();
    puppet_do(&run.other, make_theirs, NULL);
    for (int i = 0; i < 2; i++)
        stress_release(&run.stage, &run.world.to_other[i]);
    step_aside();
    puppet_start(&run.other, work, NULL);
    bool good = stress_stand_wait(&run.stand) && fork_here();
    puppet_wait(&run.other);
    come_back();
    settle();
    report->schedules++;
    return good;
}

static void play(const stress_options *options, stress_report *report)
{
    run.stage = (stress_stage){.ops = options->ops, .scripted = true};
    report->by_script_alone = true;
    stress_stand_init(&run.stand);
    stress_faults_schedule(describe);
    stress_attach(options->ops);
    puppet_create(&run.other);
    puppet_do(&run.other, join_in, NULL);
    unsigned mode = 0, at = 0;
    if (options->replay != NULL && sscanf(options->replay, "%1u.%4u", &mode, &at) != 2)
        rc_cli_fail("'%s' is no schedule of fork", options->replay);
    if (at > 0 && mode < MODES)
        play_one(report, (enum mode)mode, at);
    for (; at == 0 && mode < MODES; mode++) {
        unsigned next = 1;
        while (play_one(report, (enum mode)mode, next) && !(options->stop && stress_faulty()))
            next++;
        report->searches++;
        report->complete += run.stand.event < next;
    }
    puppet_do(&run.other, leave, NULL);
    puppet_join(&run.other);
    stress_detach(options->ops);
}

STRESS_SCENARIO(forks) = {
    .name = "fork",
    .summary = "a fork while another thread stands still, at each point and lock of its work",
    .run = play,
};
