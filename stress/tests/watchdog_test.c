/*
 * watchdog_test.c: a play in which nothing gets on any more is ended and described; one that is only slow is
 * left alone.
 *
 * With a patience of one second instead of ten.
 */
#include "refcount/tool/scale.h"
#include "stress/tests/locks.h"
#include "stress/tests/plays.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static void nap(unsigned milliseconds)
{
    nanosleep(&(struct timespec){.tv_sec = milliseconds / 1000,
                                 .tv_nsec = (long)(milliseconds % 1000) * 1000000},
              NULL);
}

static void stand_for_ever(void)
{
    for (;;)
        pause();
}

static void stands(const stress_options *options, stress_report *report)
{
    (void)options, (void)report;
    stress_self_take(1);
    stress_self_begins("a wait for nothing");
    stand_for_ever();
}

static void runs(const stress_options *options, stress_report *report)
{
    (void)options, (void)report;
    stress_self_begins("a run around");
    for (;;) {
        stress_point("the post");
        nap(1);
    }
}

/* The last operation ends, the next one comes by points for a while, and then no more. */
static void comes_to_a_stand(const stress_options *options, stress_report *report)
{
    (void)options, (void)report;
    stress_self_begins("an end");
    stress_self_ends();
    stress_self_begins("a beginning");
    for (int i = 0; i < 30; i++) {
        stress_point("the post");
        nap(10);
    }
    stand_for_ever();
}

static pthread_barrier_t both;

static void lock_both(void *arg, unsigned index)
{
    (void)arg;
    stress_self_take(index);
    lock(index);
    pthread_barrier_wait(&both); /* nobody's time begins before both are there */
    stress_self_begins("a transfer");
    lock(1 - index);
}

static void embraces(const stress_options *options, stress_report *report)
{
    (void)options, (void)report;
    pthread_barrier_init(&both, NULL, 2);
    stress_threads(2, lock_both, NULL);
}

static void is_slow(const stress_options *options, stress_report *report)
{
    (void)options;
    for (int i = 0; i < 4; i++) {
        stress_self_begins("a slow one");
        nap(400);
        stress_self_ends();
    }
    report->by_script_alone = true;
}

static void sleeps(const stress_options *options, stress_report *report)
{
    (void)options, (void)report;
    stand_for_ever();
}

static const stress_report *
play_run(const char *name, void (*run)(const stress_options *, stress_report *), double *seconds)
{
    stress_scenario scenario = {.name = name, .run = run};
    double begin = rc_tool_now();
    const stress_report *report = play(&scenario, rc_ops_find("atomic"));
    *seconds = rc_tool_now() - begin;
    return report;
}

static void test(const char *name, void (*run)(const stress_options *, stress_report *),
                 stress_oracle oracle, const char *says)
{
    double seconds;
    const stress_report *report = play_run(name, run, &seconds);
    if (!tap_ok(oracles_that_fired(report) == 1u << oracle, "%s: %s", name,
                stress_oracles[oracle].name))
        note_oracles(report, 1u << oracle);
    tap_ok(strstr(report->faults.first[oracle], says) != NULL && !report->finished, "%s: '%s'",
           name, report->faults.first[oracle]);
    tap_ok(seconds >= 0.9, "%s: not before its time", name);
}

int main(void)
{
    double seconds;
    rc_cli_init("watchdog_test");
    test_locks_init();
    setenv("RC_TEST_PATIENCE", "1", 1);
    test("a thread that stands still", stands, STRESS_DEADLOCK,
         "T2: a wait for nothing at its beginning");
    test("a thread that is busy", runs, STRESS_LIVELOCK, "main: a run around at the post");
    test("a thread that comes to a stand", comes_to_a_stand, STRESS_DEADLOCK,
         "main: a beginning at the post");
    test("two locks in opposite orders", embraces, STRESS_DEADLOCK,
         "T1: a transfer at its beginning, waits for a lock that T2 holds; "
         "T2: a transfer at its beginning, waits for a lock that T1 holds");
    const stress_report *report = play_run("slow", is_slow, &seconds);
    tap_ok(stress_faults_total(&report->faults) == 0 && report->finished && seconds >= 1.5,
           "a thread that is slow is left alone");
    if (rc_tool_scaled(100) == 100)
        test("nothing at all", sleeps, STRESS_DEADLOCK, "nothing has happened for 6 s");
    else
        tap_note("no test of a play that does nothing: it would wait for six seconds");
    return tap_done();
}
