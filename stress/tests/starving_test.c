/*
 * starving_test.c: a thread that sleeps and one that runs are not taken for one that gets no processor.
 */
#include "refcount/atomics.h"
#include "refcount/tool/cli.h"
#include "refcount/tool/scale.h"
#include "refcount/tool/tap.h"
#include "stress/harness/starving.h"
#include "stress/support/threads.h"

#include <sched.h>
#include <time.h>

static _Atomic bool stop;

static void spin(void *arg)
{
    (void)arg;
    while (!rc_load_relaxed(&stop)) { /* relaxed: a request */
    }
}

static void rest(void *arg)
{
    (void)arg;
    while (!rc_load_relaxed(&stop)) /* relaxed: a request */
        nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
}

/* On one processor with a thread that spins, and of the lowest rank: some thousandths of the time are left. */
static void hog(void *arg)
{
    rc_tool_pin(0);
    spin(arg);
}

static void starve(void *arg)
{
    rc_tool_pin(0);
    sched_setscheduler(0, SCHED_IDLE, &(struct sched_param){0});
    spin(arg);
}

/* Whether one of two threads starves, in half a second. */
static bool starves(void (*first)(void *), void (*second)(void *))
{
    rc_store_relaxed(&stop, false); /* relaxed: the threads do not exist yet */
    pthread_t one = stress_thread(first, NULL, 0), two = stress_thread(second, NULL, 0);
    nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL); /* they take their places */
    double begin = rc_tool_now();
    stress_starving_begin();
    nanosleep(&(struct timespec){.tv_nsec = 500000000}, NULL);
    bool starving = stress_starving(rc_tool_now() - begin);
    rc_store_relaxed(&stop, true);
    stress_join(one);
    stress_join(two);
    return starving;
}

/* On a machine that is busy with other things one that wants to run may starve indeed: then it is asked again. */
static bool runs_in_the_end(void)
{
    bool runs = false;
    for (int i = 0; i < 10 && !runs; i++)
        runs = !starves(rest, spin);
    return runs;
}

int main(void)
{
    rc_cli_init("starving_test");
    tap_ok(!starves(rest, rest), "two threads that sleep do not starve");
    /* Valgrind lets one thread run at a time, and the others sleep meanwhile. */
    if (rc_tool_scaled(100) > 1) {
        tap_ok(runs_in_the_end(), "nor does one that runs");
        tap_ok(starves(hog, starve), "one that is hardly ever let run does");
    }
    return tap_done();
}
