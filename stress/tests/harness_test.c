/*
 * harness_test.c: the machinery of plays by chance: barrier, rendezvous, overlap, suspension, verdicts.
 */
#include "refcount/atomics.h"
#include "refcount/platform.h"
#include "refcount/tool/scale.h"
#include "stress/harness/barrier.h"
#include "stress/harness/overlap.h"
#include "stress/harness/rendezvous.h"
#include "stress/harness/suspend.h"
#include "stress/tests/plays.h"

#include <time.h>

enum { THREADS = 5 };

/* -------------------------------------------------------------------------------------- barrier */

typedef struct crowd {
    unsigned count;
    uint64_t rounds,
        passed[THREADS]; /* ordinary memory: the barrier orders, or a sanitizer says so */
    _Atomic uint64_t early;
    stress_barrier barrier;
} crowd;

static void pass_barrier(void *arg, unsigned index)
{
    crowd *c = arg;
    for (uint64_t round = 1; round <= c->rounds; round++) {
        c->passed[index] = round;
        stress_barrier_wait(&c->barrier);
        for (unsigned i = 0; i < c->count; i++)
            rc_fetch_add_relaxed(&c->early, c->passed[i] != round); /* relaxed: a number */
        stress_barrier_wait(&c->barrier);
    }
}

static void test_barrier(unsigned count)
{
    crowd c = {.count = count, .rounds = rc_tool_scaled(2000)};
    stress_barrier_init(&c.barrier, count);
    stress_threads(count, pass_barrier, &c);
    stress_barrier_destroy(&c.barrier);
    tap_ok(rc_load_relaxed(&c.early) == 0, "nobody passes a barrier of %u before all are there",
           count);
}

/* ----------------------------------------------------------------------------------- rendezvous */

typedef struct meetings {
    unsigned count;
    uint64_t rounds;
    stress_rendezvous place;
    _Atomic uint64_t arrived[THREADS], early, impatient;
} meetings;

static void meet_again_and_again(void *arg, unsigned index)
{
    meetings *m = arg;
    uint64_t last = 0, random = index;
    /* relaxed, all: the meeting orders nothing, but nobody can see the others' future either. */
    for (uint64_t round = 1; round <= m->rounds; round++) {
        uint64_t delay = stress_random(&random) % 2000, before = last;
        rc_store_relaxed(&m->arrived[index], round);
        stress_rendezvous_meet(&m->place, m->count, delay, &last);
        uint64_t now = stress_ticks();
        rc_fetch_add_relaxed(&m->impatient, now < last + delay || last <= before);
        for (unsigned i = 0; i < m->count; i++)
            rc_fetch_add_relaxed(&m->early, rc_load_relaxed(&m->arrived[i]) < round);
    }
}

static void test_rendezvous(unsigned count)
{
    meetings m = {.count = count, .rounds = rc_tool_scaled(1000)};
    stress_rendezvous_prepare(&m.place);
    stress_threads(count, meet_again_and_again, &m);
    tap_ok(rc_load_relaxed(&m.early) == 0, "nobody leaves a meeting of %u before all have come",
           count);
    tap_ok(rc_load_relaxed(&m.impatient) == 0,
           "%u threads: each begins its own delay after a moment that is new", count);
}

/* -------------------------------------------------------------------------------------- overlap */

static void ran(stress_times *times, int cpu, uint64_t begin, uint64_t end)
{
    times->cpu = cpu;
    times->stride[0].begin = begin;
    times->stride[0].end = end;
}

static bool near(double number, double expected)
{
    return number > expected - 1e-9 && number < expected + 1e-9;
}

static void test_overlap(void)
{
    static stress_times t[3];
    ran(&t[0], 0, 100, 200);
    ran(&t[1], 1, 150, 230);
    tap_ok(near(stress_overlap(t, 2, 1), 50.0 / 80), "the share is that of the shorter one");
    ran(&t[1], 0, 150, 230);
    tap_ok(near(stress_overlap(t, 2, 1), 0), "one processor: none");
    ran(&t[1], -1, 150, 230);
    tap_ok(near(stress_overlap(t, 2, 1), 0), "one was moved: nobody knows, so none");
    ran(&t[1], 1, 200, 300);
    tap_ok(near(stress_overlap(t, 2, 1), 0), "one after the other: none");
    ran(&t[1], 1, 120, 140);
    tap_ok(near(stress_overlap(t, 2, 1), 1), "all of the shorter one");
    ran(&t[2], 0, 90, 220);
    ran(&t[1], 1, 190, 230);
    tap_ok(near(stress_overlap(t, 3, 1), 30.0 / 40), "of three, the pair that had most");
    ran(&t[1], 1, 150, 230);
    t[0].stride[1].begin = t[1].stride[1].begin = 300;
    t[0].stride[1].end = t[1].stride[1].end = 320;
    tap_ok(near(stress_overlap(t, 2, 2), 70.0 / 100), "strides are added up");
    ran(&t[0], 0, 100, 100);
    ran(&t[1], 1, 100, 100);
    tap_ok(near(stress_overlap(t, 2, 1), 0), "no time: no share");
}

/* ----------------------------------------------------------------------------------- whole plays */

typedef struct world {
    stress_subject object;
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    unsigned self = stress_self();
    stress_make(stage, &w->object, &stress_node_type);
    stress_retain(stage, &w->object);
    stress_hand_over(&w->object, self, 0);
    stress_hand_over(&w->object, self, 1);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    (void)actor;
    stress_retain(stage, &w->object);
    stress_release(stage, &w->object);
}

static stress_scenario counting = {.name = "counting",
                                   .shares = true,
                                   .actors = 2,
                                   .subjects = 1,
                                   .world_size = sizeof(world),
                                   .make = make,
                                   .act = act};

static void test_pinning(void)
{
    stress_options options = plays_options(rc_ops_find("atomic"));
    options.preemptions = 0;
    options.pinning = STRESS_TOGETHER;
    const stress_report *report = play_with(&counting, &options);
    const char *doubt = stress_doubt(&counting, report);
    tap_ok(stress_judge(&counting, report) == STRESS_INCONCLUSIVE && doubt != NULL &&
               strstr(doubt, "same time") != NULL,
           "two actors on one processor: inconclusive");
    if (rc_tool_processors() < 2) {
        tap_note("one processor: nothing can be conclusive here");
        return;
    }
    options.pinning = STRESS_SPREAD;
    options.seconds = 1;
    stress_verdict verdict = STRESS_INCONCLUSIVE;
    for (int tries = 0; tries < 10 && verdict == STRESS_INCONCLUSIVE; tries++)
        verdict = stress_judge(&counting, report = play_with(&counting, &options));
    tap_ok(verdict == STRESS_SOUND, "on two processors: sound, at an overlap of %.2f",
           report->overlap);
}

static void test_verdicts(void)
{
    static stress_report r;
    r = (stress_report){.finished = true, .operations = 1, .rounds = 1, .overlap = 0.5};
    tap_ok(stress_judge(&counting, &r) == STRESS_SOUND, "all as it should be: sound");
    r.overlap = 0.1;
    tap_ok(stress_judge(&counting, &r) == STRESS_INCONCLUSIVE, "little overlap: inconclusive");
    r.by_script_alone = true;
    tap_ok(stress_judge(&counting, &r) == STRESS_SOUND, "unless there was none to be had");
    r.divergences = 1;
    tap_ok(stress_judge(&counting, &r) == STRESS_INCONCLUSIVE, "not repeatable: inconclusive");
    r.divergences = 0;
    r.operations = 0;
    tap_ok(stress_judge(&counting, &r) == STRESS_INCONCLUSIVE, "nothing done: inconclusive");
    r.operations = 1;
    r.finished = false;
    tap_ok(stress_judge(&counting, &r) == STRESS_INCONCLUSIVE, "not finished: inconclusive");
    r.finished = true;
    counting.witness = "nothing was shown";
    tap_ok(strcmp(stress_doubt(&counting, &r), "nothing was shown") == 0, "no witness: says so");
    rc_store_relaxed(&r.witness, 1);
    tap_ok(stress_judge(&counting, &r) == STRESS_SOUND, "with one: sound");
    counting.witness = NULL;
    stress_faults_open(&r.faults);
    stress_fault(STRESS_LEAK, "of the test");
    tap_ok(stress_judge(&counting, &r) == STRESS_BROKEN, "a fault: broken, whatever else");
}

/* ----------------------------------------------------------------------------------- suspension */

typedef struct runner {
    _Atomic uint64_t steps;
    _Atomic bool leave;
} runner;

static void run(void *arg)
{
    runner *r = arg;
    while (!rc_load_relaxed(&r->leave)) /* relaxed, all: a sign of life */
        rc_fetch_add_relaxed(&r->steps, 1);
}

/* The steps of 20 milliseconds. */
static uint64_t steps_of(runner *r)
{
    uint64_t before = rc_load_relaxed(&r->steps);
    nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
    return rc_load_relaxed(&r->steps) - before;
}

static bool moves(runner *r)
{
    for (int tries = 0; tries < 200; tries++) {
        if (steps_of(r) > 0)
            return true;
    }
    return false;
}

static void test_suspension(void)
{
    if (!stress_suspend_works()) {
        tap_note("ThreadSanitizer delays signals: no suspension here");
        return;
    }
    static runner r;
    stress_suspend_install();
    pthread_t thread = stress_thread(run, &r, 0);
    tap_ok(moves(&r), "a thread runs");
    stress_suspend_hold(thread);
    tap_ok(steps_of(&r) == 0 && steps_of(&r) == 0, "held, it stands still");
    stress_suspend_let_go();
    tap_ok(moves(&r), "let go, it runs");
    stress_suspend_for(thread, 1000000);
    tap_ok(moves(&r), "suspended for a moment, it goes on by itself");
    rc_store_relaxed(&r.leave, true);
    stress_join(thread);
}

int main(void)
{
    rc_cli_init("harness_test");
    test_barrier(2);
    test_barrier(THREADS);
    test_rendezvous(2);
    test_rendezvous(THREADS);
    test_overlap();
    test_pinning();
    test_verdicts();
    test_suspension();
    return tap_done();
}
