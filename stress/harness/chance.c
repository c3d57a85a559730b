/*
 * chance.c: plays a scenario at full speed on pinned threads, many worlds to a meeting.
 *
 * What a race needs in order to show is drawn anew for every round, from the seed: how many worlds the
 * actors run through between two meetings (one by one they meet well but seldom; by the hundred they slide
 * along each other), in which order, how far apart they begin, noise at the points, suspension by signal.
 * The threads are pinned: unpinned, two of them often share a processor and show the same bug a hundred
 * to a hundred thousand times less often.
 *
 * How much of the time they really ran at once is measured; a run without overlap proves nothing.
 */
#include "stress/harness/play.h"

#include "refcount/atomics.h"
#include "refcount/platform.h"
#include "refcount/tool/cli.h"
#include "stress/harness/rendezvous.h"
#include "stress/harness/stage.h"
#include "stress/harness/suspend.h"
#include "stress/oracles/quarantine.h"
#include "stress/schedule/points.h"
#include "stress/support/threads.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WORLDS = 256, SAFEPOINTS = 64, RISINGS = 4, SETTLE_EVERY = 32 };

/* What is drawn for a round. */
typedef struct knobs {
    unsigned worlds;
    unsigned noise; /* one point in so many; 0 none */
    uint64_t delay; /* ticks between two actors' beginnings, at most */
    stress_maker maker;
    unsigned variant;
    bool shuffled, one_for_all, suspended;
} knobs;

typedef struct arena {
    const stress_scenario *scenario;
    const stress_options *options;
    stress_report *report;
    char *worlds;
    unsigned order[WORLDS];
    knobs knobs;
    uint64_t random;
    double deadline;
    pthread_barrier_t barrier;
    stress_rendezvous rendezvous;
    pthread_t thread[STRESS_ACTORS + 1];
    struct {
        double begin, end;
        int cpu;
    } ran[STRESS_ACTORS];
    bool again, held, leave, stop;    /* written by the first member between two barriers */
    _Atomic bool acting, over, alone; /* between the members and the one that suspends them */
    size_t world_size;
} arena;

static stress_stage stage_of(const arena *a, unsigned i)
{
    return (stress_stage){.ops = a->options->ops,
                          .world = a->worlds + i * a->world_size,
                          .variant = a->knobs.variant,
                          .maker = a->knobs.maker};
}

static bool away(const arena *a)
{
    return a->knobs.maker == STRESS_MADE_BY_BLOCKED || a->knobs.maker == STRESS_MADE_BY_GONE;
}

static void meet(arena *a)
{
    pthread_barrier_wait(&a->barrier);
}

/* ---------------------------------------------------------------------------------- the leader */

static void draw(arena *a)
{
    static const unsigned strides[] = {1, 16, 64, 256}, noises[] = {0, 0, 64, 8};
    knobs *k = &a->knobs;
    k->worlds = strides[stress_random(&a->random) % 4];
    k->noise = noises[stress_random(&a->random) % 4];
    k->delay = stress_random(&a->random) % 2048 + 1;
    k->shuffled = stress_random(&a->random) % 2 != 0;
    k->one_for_all = stress_random(&a->random) % 2 != 0;
    k->suspended = stress_random(&a->random) % 4 == 0 && stress_suspend_works();
    k->variant = (unsigned)(stress_random(&a->random) % stress_variants(a->scenario));
    do
        k->maker = (stress_maker)(stress_random(&a->random) % STRESS_MAKERS);
    while (!stress_has_maker(a->scenario, k->maker));
    memset(a->worlds, 0, k->worlds * a->world_size);
    for (unsigned i = 0; i < k->worlds; i++)
        a->order[i] = i;
    for (unsigned i = k->worlds; k->shuffled && i > 1; i--) {
        unsigned j = (unsigned)(stress_random(&a->random) % i), kept = a->order[j];
        a->order[j] = a->order[i - 1];
        a->order[i - 1] = kept;
    }
    stress_rendezvous_prepare(&a->rendezvous);
}

static bool in_any(const arena *a, bool (*question)(const stress_scenario *, const stress_stage *))
{
    for (unsigned i = 0; i < a->knobs.worlds; i++) {
        stress_stage stage = stage_of(a, i);
        if (question(a->scenario, &stage))
            return true;
    }
    return false;
}

/* The largest share that any two actors had of each other's time, on processors of their own. */
static void measure_overlap(arena *a)
{
    double best = 0;
    for (unsigned i = 0; i < a->scenario->actors; i++) {
        for (unsigned j = 0; j < i; j++) {
            double begin = a->ran[i].begin > a->ran[j].begin ? a->ran[i].begin : a->ran[j].begin;
            double end = a->ran[i].end < a->ran[j].end ? a->ran[i].end : a->ran[j].end;
            double one = a->ran[i].end - a->ran[i].begin, two = a->ran[j].end - a->ran[j].begin;
            double shorter = one < two ? one : two;
            double share = shorter > 0 && end > begin && a->ran[i].cpu != a->ran[j].cpu
                               ? (end - begin) / shorter
                               : 0;
            best = share > best ? share : best;
        }
    }
    a->report->overlap += (best - a->report->overlap) / (double)++a->report->overlapping;
}

static void end_round(arena *a)
{
    for (unsigned i = 0; i < a->knobs.worlds; i++) {
        stress_stage stage = stage_of(a, i);
        stress_ask_at_the_end(a->scenario, &stage);
    }
    if (a->leave)
        stress_quarantine_settle();
    measure_overlap(a);
    a->report->rounds++;
    a->report->worlds += a->knobs.worlds;
    a->stop = rc_tool_now() >= a->deadline || (a->options->stop && stress_faulty());
}

/* ------------------------------------------------------------------------------- every member */

static void make_worlds(arena *a)
{
    for (unsigned i = 0; i < a->knobs.worlds; i++) {
        stress_stage stage = stage_of(a, i);
        a->scenario->make(&stage);
    }
    stress_stage any = stage_of(a, 0);
    stress_maker_leaves(&any);
}

/* The actors in turns. */
static void prepare_worlds(arena *a, unsigned index)
{
    for (unsigned turn = 0; a->scenario->prepare != NULL && turn < a->scenario->actors; turn++) {
        for (unsigned i = 0; turn == index && i < a->knobs.worlds; i++) {
            stress_stage stage = stage_of(a, i);
            a->scenario->prepare(&stage, index);
        }
        meet(a);
    }
}

static void act(arena *a, unsigned index, uint64_t *random)
{
    stress_noise(stress_random(random), a->knobs.noise);
    stress_rendezvous_meet(&a->rendezvous, a->scenario->actors,
                           stress_random(random) % a->knobs.delay);
    a->ran[index].cpu = sched_getcpu();
    a->ran[index].begin = rc_tool_now();
    for (unsigned i = 0; i < a->knobs.worlds; i++) {
        stress_stage stage = stage_of(a, a->order[i]);
        a->scenario->act(&stage, index);
    }
    a->ran[index].end = rc_tool_now();
    if (sched_getcpu() != a->ran[index].cpu)
        a->ran[index].cpu =
            -1 - (int)index; /* moved in between: not on another's processor either */
    stress_noise(0, 0);
}

/* Safepoints, until nothing dead is left or no number of them would help. */
static void pass_safepoints(arena *a, unsigned index, bool maker_too)
{
    for (int i = 0; i < SAFEPOINTS; i++) {
        if (maker_too || index != a->scenario->actors)
            a->options->ops->thread_poll();
        meet(a);
        if (index == 0)
            a->again = in_any(a, stress_something_overdue);
        meet(a);
        if (!a->again)
            break;
    }
}

static void give_back(arena *a, unsigned index)
{
    for (unsigned i = 0; i < a->knobs.worlds; i++) {
        stress_stage stage = stage_of(a, i);
        stress_give_back_part(a->scenario, &stage, stress_place(a->scenario, index),
                              a->knobs.one_for_all);
    }
}

/* What finalizers have taken meanwhile. */
static void give_back_the_risen(arena *a, unsigned index)
{
    for (int i = 0; i < RISINGS; i++) {
        if (index == 0)
            a->held = in_any(a, stress_something_held);
        meet(a);
        if (!a->held)
            return;
        give_back(a, index);
        meet(a);
        pass_safepoints(a, index, true);
    }
}

static void ask_all(arena *a, bool at_rest)
{
    for (unsigned i = 0; i < a->knobs.worlds; i++) {
        stress_stage stage = stage_of(a, i);
        if (at_rest)
            stress_ask_at_rest(a->scenario, &stage, a->report);
        else
            stress_ask_in_time(a->scenario, &stage);
    }
}

/* Whoever has a queue drains it. */
static void all_leave_and_return(arena *a, unsigned index)
{
    stress_detach(a->options->ops);
    meet(a);
    if (index == 0)
        stress_ask_queues(a->options->ops);
    meet(a);
    stress_attach(a->options->ops);
    meet(a);
}

static void play_round(arena *a, unsigned index, uint64_t *random)
{
    bool maker = index == stress_making_member(a->scenario, a->knobs.maker);
    bool here = !away(a) || !maker;
    if (maker)
        make_worlds(a);
    meet(a);
    prepare_worlds(a, index);
    if (index == 0)
        rc_store_relaxed(&a->acting, a->knobs.suspended); /* relaxed, both: a hint */
    if (index < a->scenario->actors)
        act(a, index, random);
    meet(a);
    rc_store_relaxed(&a->acting, false);
    pass_safepoints(a, index, here);
    if (index == 0)
        ask_all(a, true);
    meet(a);
    if (here)
        give_back(a, index);
    meet(a);
    pass_safepoints(a, index, here);
    if (index == 0)
        ask_all(a, false);
    meet(a);
    if (!here) {
        stress_stage any = stage_of(a, 0);
        stress_maker_returns(&any);
        give_back(a, index);
    }
    meet(a);
    pass_safepoints(a, index, true);
    give_back_the_risen(a, index);
    if (index == 0)
        a->leave = in_any(a, stress_something_overdue) || a->report->rounds % SETTLE_EVERY == 0;
    meet(a);
    if (a->leave)
        all_leave_and_return(a, index);
}

static void join_in(void *arg, unsigned index)
{
    arena *a = arg;
    a->thread[index] = pthread_self();
    rc_tool_pin(a->options->pinning == STRESS_TOGETHER ? 0 : index);
    stress_self_take(stress_place(a->scenario, index));
    stress_attach(a->options->ops);
    uint64_t random = a->options->seed + index + 1;
    while (!a->stop) {
        if (index == 0)
            draw(a);
        meet(a);
        play_round(a, index, &random);
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
    arena *a = arg;
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
    arena a = {.scenario = scenario, .options = options, .report = report};
    a.world_size = (scenario->world_size + 63) / 64 * 64;
    a.random = options->seed;
    a.deadline = rc_tool_now() + options->seconds;
    a.worlds = aligned_alloc(64, a.world_size * WORLDS);
    if (a.worlds == NULL || pthread_barrier_init(&a.barrier, NULL, stress_crew(scenario)) != 0)
        rc_cli_fail("no memory for the worlds");
    stress_suspend_install();
    pthread_t suspender = stress_thread(suspend, &a, 0);
    stress_threads(stress_crew(scenario), join_in, &a);
    stress_join(suspender);
    pthread_barrier_destroy(&a.barrier);
    stress_ask_queues(options->ops);
    stress_quarantine_settle();
    free(a.worlds);
}
