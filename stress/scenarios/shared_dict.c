/*
 * shared-dict: two threads share one dict; one takes references to it, the other gives references back.
 *
 * The question of Python's note on the GIL. Hunts: lost updates of the count, and what follows from them,
 * leaks and premature frees.
 *
 * Scripted part. Two interleavings that are the same in every run:
 *
 *   lost release    T1 retain: reads the count     T2 release, all of it     T1 goes on
 *   lost retain     T2 release: reads the count    T1 retain, all of it      T2 goes on
 *
 * On a backend without protection the first leaves the dict alive with no reference, the second destroys
 * it while one is left. Each is played with the dict made by the thread that is interrupted, by a thread
 * that is gone, and by one that is still there, since a backend may tell an owner from others.
 *
 * Random part. Rounds of many operations on one dict, threads pinned to processors of their own, with
 * random pauses at the points of the backend. After each round the count must be the number of
 * references; then the references are given back one by one, the dict must be alive until the last, and
 * dead after it.
 *
 * Passes: no fault, scripts played to the end, and the threads ran at the same time for a fifth of the
 * time or more; less than that is inconclusive.
 *
 *   shared-dict  plain    broken        scripted: 3 wrong counts, 3 leaks ...
 *   shared-dict  atomic   sound         16384 rounds, overlap 0.93
 */
#include "refcount/atomics.h"
#include "refcount/platform.h"
#include "refcount/tool/cli.h"
#include "stress/oracles/quarantine.h"
#include "stress/scenario.h"
#include "stress/schedule/points.h"
#include "stress/support/puppet.h"
#include "stress/support/threads.h"

#include <sched.h>
#include <stdlib.h>

enum { OPERATIONS = 256 };

/* How often the dict of this round has ended: outside it, so that its memory may be poisoned. */
typedef _Atomic uint64_t ending;

typedef struct dict {
    ending *ends;
    uint64_t entries[4];
} dict;

static void dict_destroy(void *object)
{
    rc_fetch_add_relaxed(((dict *)object)->ends, 1);
}

static const rc_type dict_type = {.name = "dict", .size = sizeof(dict), .destroy = dict_destroy};

typedef enum dict_maker { MADE_BY_FIRST, MADE_BY_GONE, MADE_BY_OTHER, MAKERS } dict_maker;

typedef struct run {
    const rc_ops *ops;
    dict *dict;
    ending ends;
} run;

static uint64_t ends_of(run *r)
{
    return rc_load_relaxed(&r->ends);
}

/* ------------------------------------------------------------------------- actions of a thread */

static void do_attach(void *arg)
{
    if (((run *)arg)->ops->thread_attach() != 0)
        rc_cli_fail("a thread cannot attach");
}

static void do_detach(void *arg)
{
    ((run *)arg)->ops->thread_detach();
}

static void do_poll(void *arg)
{
    ((run *)arg)->ops->thread_poll();
}

/* Two references: one is given back in the script, one is left. */
static void do_make(void *arg)
{
    run *r = arg;
    r->dict = r->ops->new (&dict_type);
    if (r->dict == NULL)
        rc_cli_fail("no memory");
    rc_store_relaxed(&r->ends, 0); /* relaxed: publishing the dict orders it */
    r->dict->ends = &r->ends;
    r->ops->retain(r->dict);
}

/* The actors. The first one makes the dict if nobody has, which is not part of the interleaving. */
static void prepare(run *r)
{
    do_attach(r);
    if (r->dict != NULL)
        return;
    stress_script_pause(true);
    do_make(r);
    stress_script_pause(false);
}

static void act_retain(void *arg)
{
    run *r = arg;
    prepare(r);
    r->ops->retain(r->dict);
    do_detach(r);
}

static void act_release(void *arg)
{
    run *r = arg;
    prepare(r);
    r->ops->release(r->dict);
    do_detach(r);
}

/* ------------------------------------------------------------------------------------ oracles */

/*
 * The dict should have `references` of them, all of which the caller gives back. An object that is dead
 * too early is not touched by the library any more, only looked at.
 */
static void count_and_give_back(run *r, uint64_t references, stress_faults *faults)
{
    faults->wrong_counts += r->ops->count(r->dict) != references;
    for (uint64_t i = 0; i < references; i++) {
        if (ends_of(r) > 0) {
            faults->premature_frees++;
            return;
        }
        r->ops->release(r->dict);
    }
}

static void judge_end(run *r, stress_faults *faults)
{
    uint64_t ends = ends_of(r);
    faults->leaks += ends == 0;
    faults->double_frees += ends > 1;
}

/* ------------------------------------------------------------------------------------ scripts */

static void play(const stress_options *options, bool lose_release, dict_maker maker,
                 stress_report *report)
{
    run r = {.ops = options->ops};
    puppet owner;
    puppet_create(&owner);
    if (maker != MADE_BY_FIRST) {
        puppet_do(&owner, do_attach, &r);
        puppet_do(&owner, do_make, &r);
    }
    if (maker == MADE_BY_GONE)
        puppet_do(&owner, do_detach, &r);
    stress_script_outcome outcome = lose_release
                                        ? stress_script("retain", act_retain, act_release, &r)
                                        : stress_script("release", act_release, act_retain, &r);
    report->scripts++;
    report->scripts_interleaved += outcome == STRESS_INTERLEAVED;
    report->scripts_blocked += outcome == STRESS_BLOCKED;
    if (maker == MADE_BY_OTHER)
        puppet_do(&owner, do_poll, &r);
    count_and_give_back(&r, 2, &report->scripted);
    if (maker == MADE_BY_OTHER) {
        puppet_do(&owner, do_poll, &r);
        puppet_do(&owner, do_detach, &r);
    }
    puppet_join(&owner);
    judge_end(&r, &report->scripted);
}

/* -------------------------------------------------------------------------------- random rounds */

typedef struct arena {
    run run;
    const stress_options *options;
    stress_report *report;
    pthread_barrier_t barrier;
    _Atomic unsigned waiting; /* for the rendezvous of one round */
    bool stop;                /* written by thread 0 between barriers */
    double begin[2], end[2];
    int cpu[2];
} arena;

/* Both are running, not just awake: a barrier alone wakes one long after the other. */
static void rendezvous(arena *a, uint64_t delay)
{
    rc_fetch_add_relaxed(&a->waiting, 1);
    unsigned turns = 0;
    while (rc_load_relaxed(&a->waiting) < 2)
        rc_platform_relax(&turns);
    for (uint64_t i = 0; i < delay; i++)
        __asm__ volatile("" ::: "memory");
}

/* The share of the shorter time during which both ran, on different processors. */
static double overlap_of(const arena *a)
{
    double begin = a->begin[0] > a->begin[1] ? a->begin[0] : a->begin[1];
    double end = a->end[0] < a->end[1] ? a->end[0] : a->end[1];
    double one = a->end[0] - a->begin[0], two = a->end[1] - a->begin[1];
    double shorter = one < two ? one : two;
    if (a->cpu[0] == a->cpu[1] || end <= begin || shorter <= 0)
        return 0;
    return (end - begin) / shorter;
}

static void operate(arena *a, unsigned index, uint64_t *random)
{
    const rc_ops *ops = a->run.ops;
    dict *d = a->run.dict;
    rendezvous(a, stress_random(random) % 512);
    a->cpu[index] = sched_getcpu();
    a->begin[index] = rc_tool_now();
    if (index == 0) {
        for (int i = 0; i < OPERATIONS; i++)
            ops->retain(d);
    } else {
        for (int i = 0; i < OPERATIONS; i++)
            ops->release(d);
    }
    a->end[index] = rc_tool_now();
    if (sched_getcpu() != a->cpu[index])
        a->cpu[index] = -1 - (int)index; /* moved in between: still not the other's processor */
}

/* One dict with as many references as thread 1 will give back, and one that stays. */
static void make_shared(arena *a)
{
    do_make(&a->run);
    for (int i = 1; i < OPERATIONS; i++)
        a->run.ops->retain(a->run.dict);
}

static void fight(void *arg, unsigned index)
{
    arena *a = arg;
    stress_report *report = a->report;
    rc_tool_pin(a->options->pinning == STRESS_TOGETHER ? 0 : index);
    do_attach(&a->run);
    uint64_t random = a->options->seed + index, shared_random = a->options->seed;
    double deadline = rc_tool_now() + a->options->seconds;
    while (!a->stop) {
        stress_noise(0, 0);
        if (index == stress_random(&shared_random) % 2) /* owners differ from round to round */
            make_shared(a);
        pthread_barrier_wait(&a->barrier);
        stress_noise(stress_random(&random), stress_random(&random) % 2 ? 64 : 0);
        operate(a, index, &random);
        stress_noise(0, 0);
        pthread_barrier_wait(&a->barrier);
        do_poll(&a->run); /* the owner, whichever it is, merges what was queued for it */
        pthread_barrier_wait(&a->barrier);
        if (index == 0) {
            count_and_give_back(&a->run, OPERATIONS + 1, &report->random);
            report->overlap += overlap_of(a);
            rc_store_relaxed(&a->waiting, 0); /* relaxed: the barriers order it */
        }
        pthread_barrier_wait(&a->barrier);
        do_poll(&a->run);
        pthread_barrier_wait(&a->barrier);
        if (index == 0) {
            judge_end(&a->run, &report->random);
            report->rounds++;
            report->operations += 2 * OPERATIONS;
            a->stop = rc_tool_now() >= deadline;
        }
        pthread_barrier_wait(&a->barrier);
    }
    do_detach(&a->run);
}

static void run_scenario(const stress_options *options, stress_report *report)
{
    run main_run = {.ops = options->ops};
    do_attach(&main_run);
    for (int maker = 0; maker < MAKERS; maker++) {
        play(options, true, (dict_maker)maker, report);
        play(options, false, (dict_maker)maker, report);
    }
    arena a = {.run = {.ops = options->ops}, .options = options, .report = report};
    pthread_barrier_init(&a.barrier, NULL, 2);
    stress_threads(2, fight, &a);
    pthread_barrier_destroy(&a.barrier);
    if (report->rounds > 0)
        report->overlap /= (double)report->rounds;
    do_detach(&main_run);
    report->random.double_frees += stress_quarantine_double_frees();
}

const stress_scenario stress_shared_dict = {
    .name = "shared-dict",
    .summary = "two threads, one retaining and one releasing one shared dict",
    .run = run_scenario,
};
