/*
 * suite.h: what the parts of the tests of the interpreter lock and of critical sections share.
 *
 * Nothing is concluded from a time: what has happened is counted, by the lock itself and by the threads.
 */
#ifndef STRESS_GIL_SUITE_H
#define STRESS_GIL_SUITE_H

#include "refcount/atomics.h"
#include "refcount/platform.h"
#include "refcount/refcount.h"
#include "refcount/tool/cli.h"
#include "refcount/tool/scale.h"
#include "refcount/tool/tap.h"
#include "stress/support/puppet.h"
#include "stress/support/sanitizers.h"
#include "stress/support/threads.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHECK(condition) tap_ok((condition), "%s: %s", __func__, #condition)

/* A check for each of several settings. */
#define CHECK_FOR(what, condition) tap_ok((condition), "%s, %s: %s", __func__, what, #condition)

static const char *const style_name[] = {"timed", "ticks", "ticket"};
enum { STYLES = 3 };

static rc_gil *new_gil(rc_gil_options options)
{
    rc_gil *gil = rc_gil_new(&options);
    if (gil == NULL)
        abort();
    return gil;
}

static void must(bool good)
{
    if (!good)
        abort();
}

static void enter(rc_gil *gil)
{
    must(rc_thread_attach() == 0 && rc_gil_take(gil) == 0);
}

static void leave_gil(rc_gil *gil)
{
    must(rc_gil_drop(gil) == 0);
    rc_thread_detach();
}

static rc_gil_stats stats_of(rc_gil *gil)
{
    rc_gil_stats stats;
    rc_gil_get_stats(gil, &stats);
    return stats;
}

/* Until another thread has said so. */
static void await(_Atomic unsigned *word, unsigned value)
{
    unsigned turns = 0;
    while (rc_load_acquire(word) < value) /* acquire: pairs with tell */
        rc_platform_relax(&turns);
}

static void tell(_Atomic unsigned *word, unsigned value)
{
    rc_store_release(word, value); /* release: pairs with await */
}

/* Until another thread waits for the lock that the caller holds. */
static void await_waiter(rc_gil *gil, uint64_t waits)
{
    unsigned turns = 0;
    while (stats_of(gil).waits < waits)
        rc_platform_relax(&turns);
}

/* An object that counts its ends. */
static _Atomic unsigned ended;

static void thing_destroy(void *object)
{
    (void)object;
    rc_fetch_add_relaxed(&ended, 1);
}

static const rc_type thing_type = {.name = "thing", .size = 8, .destroy = thing_destroy};

static void *new_thing(void)
{
    void *thing = rc_new(&thing_type);
    must(thing != NULL);
    return thing;
}

/*
 * A test that does not come to its end has hung, which is what some of them are for: say so while there is
 * still somebody who reads it.
 */
static void must_end_within(unsigned seconds)
{
    alarm(seconds);
}

#endif
