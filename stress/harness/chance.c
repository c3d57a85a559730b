/*
 * chance.c: plays a scenario at full speed on pinned threads, many worlds to a round.
 *
 * What a race needs in order to show is drawn anew for every round, from the seed: how many worlds the
 * actors run through between two meetings (one by one they meet well but seldom; by the hundred they slide
 * along each other), in which order, how far apart they begin, noise at the points, suspension by signal.
 * The threads are pinned: unpinned, two of them often share a processor and show the same bug a hundred
 * to a hundred thousand times less often.
 *
 * Only the actors take part in a round's steps. The bystander is told what to do by the first of them, on
 * whose processor it lives: one thread more at every barrier would be one switch more, and for nothing in
 * those rounds whose objects are not its own.
 *
 * How much of the time they really ran at once is measured; a run without overlap proves nothing.
 */
#include "stress/harness/play.h"

#include "refcount/atomics.h"
#include "refcount/platform.h"
#include "refcount/tool/cli.h"
#include "stress/harness/arena.h"
#include "stress/harness/stage.h"
#include "stress/harness/suspend.h"
#include "stress/oracles/quarantine.h"
#include "stress/schedule/points.h"
#include "stress/support/threads.h"

#include <sched.h>
#include <time.h>

enum { SETTLE_EVERY = 32 };

static void meet(stress_arena *a)
{
    stress_idle_begin(a->scenario, a->options);
    stress_barrier_wait(&a->barrier);
    stress_idle_end(a->scenario, a->options);
}

/* -------------------------------------------------------------------------------- the bystander */

/* From here on it is idle, but for its errands. */
static void take_place(void *arg)
{
    stress_arena *a = arg;
    rc_tool_pin(0);
    stress_self_take(STRESS_BYSTANDER);
    stress_attach(a->options->ops);
    stress_idle_begin(a->scenario, a->options);
}

static void make_worlds(void *arg)
{
    stress_arena_make(arg);
}

static void poll(void *arg)
{
    stress_safepoint(((stress_arena *)arg)->options);
}

static void give_back(void *arg)
{
    stress_arena_give_back(arg, STRESS_BYSTANDER);
}

static void come_back(void *arg)
{
    stress_stage any = stress_arena_stage(arg, 0);
    stress_maker_returns(&any);
    stress_arena_give_back(arg, STRESS_BYSTANDER);
}

static void attach(void *arg)
{
    stress_attach(((stress_arena *)arg)->options->ops);
}

static void detach(void *arg)
{
    stress_detach(((stress_arena *)arg)->options->ops);
}

/* While it has nothing to do it is idle, and so is who waits for it. */
static void obey(void *arg)
{
    stress_arena *a = arg;
    stress_idle_end(a->scenario, a->options);
    a->errand(a);
    stress_idle_begin(a->scenario, a->options);
}

static void tell(stress_arena *a, void (*errand)(void *arg))
{
    a->errand = errand;
    stress_idle_begin(a->scenario, a->options);
    puppet_do(&a->bystander, obey, a);
    stress_idle_end(a->scenario, a->options);
}

/* ---------------------------------------------------------------------------------- every actor */

static void make(stress_arena *a, unsigned index)
{
    if (index == stress_making_member(a->scenario, a->knobs.maker))
        stress_arena_make(a);
    else if (index == 0 && stress_arena_made_by_bystander(a))
        tell(a, make_worlds);
}

/* The actors in turns. */
static void prepare(stress_arena *a, unsigned index)
{
    for (unsigned turn = 0; a->scenario->prepare != NULL && turn < a->scenario->actors; turn++) {
        if (turn == index)
            stress_arena_prepare(a, index);
        meet(a);
    }
}

/* The generator of an actor's delays, and its last meeting. */
typedef struct pace {
    uint64_t random, last;
} pace;

static void meet_by_the_clock(stress_arena *a, uint64_t delay, uint64_t *last)
{
    if (a->scenario->stops)
        stress_idle_begin(a->scenario, a->options);
    stress_rendezvous_meet(&a->rendezvous, a->scenario->actors, delay, last);
    if (a->scenario->stops)
        stress_idle_end(a->scenario, a->options);
}

static void act(stress_arena *a, unsigned index, pace *pace)
{
    stress_times *times = &a->times[index];
    unsigned stride = a->knobs.stride;
    times->cpu = sched_getcpu();
    stress_noise(stress_random(&pace->random), a->knobs.noise);
    for (unsigned s = 0; s < STRESS_WORLDS / stride; s++) {
        uint64_t delay = stress_random(&pace->random) % a->knobs.delay;
        meet_by_the_clock(a, delay, &pace->last);
        times->stride[s].begin = stress_ticks();
        for (unsigned i = s * stride; i < (s + 1) * stride; i++) {
            stress_stage stage = stress_arena_stage(a, a->order[i]);
            a->scenario->act(&stage, index);
            if (a->scenario->stops)
                a->options->ops->thread_poll();
        }
        times->stride[s].end = stress_ticks();
    }
    stress_noise(0, 0);
    if (sched_getcpu() != times->cpu)
        times->cpu = -1;
}

/* Safepoints, until nothing dead is left or no number of them would help; then the first actor asks. */
static void pass_safepoints(stress_arena *a, unsigned index, bool bystander_too,
                            void (*ask)(stress_arena *a))
{
    for (int i = 1; i <= STRESS_SAFEPOINTS; i++) {
        stress_safepoint(a->options);
        meet(a);
        if (index == 0) {
            if (bystander_too)
                tell(a, poll);
            /* What the drain of one has released may wait in the queue of another that came by before. */
            bool drained = i == 1 && a->scenario->reclaims;
            a->again = i < STRESS_SAFEPOINTS && (drained || stress_arena_overdue(a));
            if (!a->again)
                ask(a);
        }
        meet(a);
        if (!a->again)
            return;
    }
}

static void ask_whether_held(stress_arena *a)
{
    a->held = stress_arena_held(a);
    a->leave = stress_arena_overdue(a) || a->report->rounds % SETTLE_EVERY == 0;
}

static void ask_in_time(stress_arena *a)
{
    stress_arena_ask_in_time(a);
    ask_whether_held(a);
}

/* What finalizers have taken meanwhile. */
static void give_back_the_risen(stress_arena *a, unsigned index)
{
    for (int i = 0; i < STRESS_RISINGS && a->held; i++) {
        meet(a); /* all have seen that there is something */
        if (index == 0)
            tell(a, give_back);
        stress_arena_give_back(a, index);
        meet(a);
        pass_safepoints(a, index, true, ask_whether_held);
    }
}

/* Whoever has a queue drains it. */
static void all_leave_and_return(stress_arena *a, unsigned index)
{
    stress_detach(a->options->ops);
    meet(a);
    if (index == 0) {
        tell(a, detach);
        stress_ask_queues(a->options->ops);
        tell(a, attach);
    }
    meet(a);
    stress_attach(a->options->ops);
    meet(a);
}

static void play_round(stress_arena *a, unsigned index, pace *pace)
{
    bool away = stress_arena_away(a), owner_here = stress_arena_made_by_bystander(a) && !away;
    make(a, index);
    meet(a);
    prepare(a, index);
    if (index == 0)
        rc_store_relaxed(&a->acting, a->knobs.suspended); /* relaxed, both: a hint */
    act(a, index, pace);
    meet(a);
    rc_store_relaxed(&a->acting, false);
    pass_safepoints(a, index, owner_here, stress_arena_ask_at_rest);
    if (index == 0 && !away && (owner_here || a->scenario->finish != NULL))
        tell(a, give_back);
    stress_arena_give_back(a, index);
    meet(a);
    pass_safepoints(a, index, owner_here, ask_in_time);
    if (away) {
        if (index == 0)
            tell(a, come_back);
        meet(a);
        pass_safepoints(a, index, true, ask_whether_held);
    }
    give_back_the_risen(a, index);
    if (a->leave)
        all_leave_and_return(a, index);
}

static void end_round(stress_arena *a)
{
    stress_arena_ask_at_the_end(a);
    if (a->leave)
        stress_quarantine_settle();
    double overlap = stress_overlap(a->times, a->scenario->actors, STRESS_WORLDS / a->knobs.stride);
    a->report->overlap += (overlap - a->report->overlap) / (double)++a->report->overlapping;
    a->report->rounds++;
    a->report->worlds += STRESS_WORLDS;
    a->stop = rc_tool_now() >= a->deadline || (a->options->stop && stress_faulty());
    if (!a->stop)
        stress_arena_draw(a);
}

static void join_in(void *arg, unsigned index)
{
    stress_arena *a = arg;
    a->thread[index] = pthread_self();
    rc_tool_pin(a->options->pinning == STRESS_TOGETHER ? 0 : index);
    stress_self_take(index);
    stress_attach(a->options->ops);
    pace pace = {.random = a->options->seed + index + 1};
    while (!a->stop) {
        play_round(a, index, &pace);
        if (index == 0)
            end_round(a);
        meet(a);
    }
    stress_detach(a->options->ops);
    if (index == 0)
        rc_store_relaxed(&a->over, true);
    unsigned turns = 0; /* a thread that has ended cannot be sent a signal */
    while (!rc_load_relaxed(&a->alone))
        rc_platform_pause(&turns);
}

/* ----------------------------------------------------------------------------------- suspension */

static void nap(uint64_t nanoseconds)
{
    nanosleep(&(struct timespec){.tv_nsec = (long)nanoseconds}, NULL);
}

/* On a thread of its own: stops one actor after the other while they act. */
static void suspend(void *arg)
{
    stress_arena *a = arg;
    uint64_t random = a->options->seed;
    while (!rc_load_relaxed(&a->over)) {
        nap(20000 + stress_random(&random) % 200000);
        if (!rc_load_relaxed(&a->acting))
            continue;
        stress_suspend_for(a->thread[stress_random(&random) % a->scenario->actors],
                           1000 + stress_random(&random) % 200000);
        a->report->suspensions++;
    }
    rc_store_relaxed(&a->alone, true);
}

void stress_play_by_chance(const stress_scenario *scenario, const stress_options *options,
                           stress_report *report)
{
    stress_arena a = {.scenario = scenario, .options = options, .report = report};
    a.deadline = rc_tool_now() + options->seconds;
    stress_arena_init(&a);
    stress_arena_draw(&a);
    stress_suspend_install();
    puppet_create(&a.bystander);
    puppet_do(&a.bystander, take_place, &a);
    pthread_t suspender = stress_thread(suspend, &a, 0);
    stress_threads(scenario->actors, join_in, &a);
    stress_join(suspender);
    tell(&a, detach);
    puppet_join(&a.bystander);
    stress_ask_queues(options->ops);
    stress_quarantine_settle();
    stress_arena_destroy(&a);
}
