/*
 * gil.c: which thread is under which interpreter lock. How the lock changes hands: gil_lock.c.
 *
 * A thread is under one lock at most, and whether it holds it follows from what it is in (thread.h):
 *
 *   under no lock      rc_gil_take  -->  holds it     rc_gil_drop, detach  -->  under no lock
 *   holds it           a blocking region begins  -->  away; it ends, and the lock is taken  -->  holds it
 *   holds it           a safepoint at which it is wanted: a blocking region in which nothing is done
 *
 * So a thread that waits for the lock is always in a blocking region, whatever made it wait: its sections
 * are suspended, other threads merge its counts in its place, no collector waits for it. Were it not so, the
 * holder might wait for a waiter, at a release for which it has no memory, and the waiter for the holder.
 *
 * A region takes the lock as the first step of its end, and drops it as the last of its beginning: in
 * between nobody else touches objects, so that nothing of what a thread does at these times needs another
 * protection. A thread that ends drops it after all of its destructors and before it waits for the registry.
 *
 * Ticks are counted by the thread, in a request that is always there (RC_REQUEST_TICKS), so that a thread
 * under no lock of that kind does not count.
 *
 * A fork takes the mutexes of all locks, so that the child finds them in order. There the forking thread is
 * alone: what the others held is free, who waited does not, and what they asked for is forgotten.
 */
#include "refcount/gil.h"

#include "refcount/gil_lock.h"
#include "refcount/observer.h"
#include "refcount/thread.h"

#include <errno.h>
#include <stddef.h>

static struct {
    rc_mutex mutex; /* taken before any lock's own */
    rc_gil *first;
} all = {.mutex = RC_MUTEX_INITIALIZER};

/* What the calling thread has to do with interpreter locks. */
static RC_THREAD_LOCAL struct {
    uint64_t serial; /* 0 before the first take */
    rc_gil *gil;     /* that it is under, or waits to be; NULL: none */
    unsigned nested;
    bool holds;
    uint32_t ticks;    /* safepoints until it drops it */
    bool honours;      /* the next drop is because others want it, and so is the take after it */
    bool joins;        /* the next take is its first */
    uint64_t deadline; /* of that one */
} mine;

static rc_gil_taker myself(void)
{
    static _Atomic uint64_t serials;
    if (mine.serial == 0)
        mine.serial =
            1 + rc_fetch_add_relaxed(&serials, 1); /* relaxed: only different from all others */
    return (rc_gil_taker){rc_thread_self_, mine.serial};
}

/* ---------------------------------------------------------------------------------- the locks */

rc_gil *rc_gil_new(const rc_gil_options *options)
{
    rc_gil_options o = options != NULL ? *options : (rc_gil_options){.style = RC_GIL_TIMED};
    if (o.style != RC_GIL_TIMED && o.style != RC_GIL_TICKS && o.style != RC_GIL_TICKET) {
        errno = EINVAL;
        return NULL;
    }
    rc_gil *gil = rc_platform_allocate(sizeof *gil);
    if (gil == NULL) {
        errno = ENOMEM;
        return NULL;
    }
    o.ticks = o.ticks != 0 ? o.ticks : RC_GIL_TICK_COUNT;
    *gil = (rc_gil){.options = o, .enabled = true};
    gil->line_end = &gil->line;
    rc_mutex_init(&gil->mutex);
    rc_gil_set_interval(gil, o.interval != 0 ? o.interval : RC_GIL_INTERVAL);
    rc_mutex_lock(&all.mutex);
    gil->next = all.first;
    all.first = gil;
    rc_mutex_unlock(&all.mutex);
    return gil;
}

/* A thread that has dropped it may still be on its way out. */
static bool has_members(rc_gil *gil)
{
    rc_mutex_lock(&gil->mutex);
    bool members = gil->members > 0;
    rc_mutex_unlock(&gil->mutex);
    return members;
}

void rc_gil_free(rc_gil *gil)
{
    if (gil == NULL)
        return;
    unsigned turns = 0;
    while (has_members(gil))
        rc_platform_relax(&turns);
    rc_mutex_lock(&all.mutex);
    rc_gil **place = &all.first;
    while (*place != gil)
        place = &(*place)->next;
    *place = gil->next;
    rc_mutex_unlock(&all.mutex);
    rc_mutex_destroy(&gil->mutex);
    rc_platform_release(gil);
}

void rc_gil_set_interval(rc_gil *gil, uint32_t microseconds)
{
    /* relaxed, as in all that read it: a number that stands for itself. */
    rc_store_relaxed(&gil->interval, microseconds > 0 ? microseconds : 1);
}

uint32_t rc_gil_get_interval(const rc_gil *gil)
{
    return rc_load_relaxed(&gil->interval);
}

void rc_gil_get_stats(rc_gil *gil, rc_gil_stats *stats)
{
    rc_mutex_lock(&gil->mutex);
    *stats = gil->stats;
    rc_mutex_unlock(&gil->mutex);
}

/* ------------------------------------------------------------------------------ take and drop */

static int fail(int error)
{
    errno = error;
    return -1;
}

static int take(rc_gil *gil, uint64_t deadline)
{
    if (rc_thread_self_ == NULL || rc_thread_self_->blocked > 0)
        return fail(EPERM);
    if (mine.gil != NULL && mine.gil != gil)
        return fail(EBUSY);
    if (mine.gil == gil) {
        mine.nested++;
        return 0;
    }
    rc_thread_block_begin();
    mine.gil = gil;
    mine.nested = 1;
    mine.joins = true;
    mine.deadline = deadline;
    rc_thread_block_end();
    return mine.gil == gil ? 0 : fail(ETIMEDOUT);
}

int rc_gil_take(rc_gil *gil)
{
    return take(gil, RC_GIL_FOREVER);
}

int rc_gil_take_within(rc_gil *gil, uint64_t microseconds)
{
    uint64_t now = rc_platform_nanoseconds(), most = (RC_GIL_FOREVER - 1 - now) / 1000;
    return take(gil, now + 1000 * (microseconds < most ? microseconds : most));
}

bool rc_gil_is_held(const rc_gil *gil)
{
    return mine.gil == gil && mine.holds;
}

/* The thread, which does not hold its lock at the moment, is under none any more. */
static void part(void)
{
    rc_gil *gil = mine.gil;
    if (gil->options.style != RC_GIL_TIMED)
        rc_fetch_and_relaxed(&rc_thread_self_->request,
                             ~RC_REQUEST_TICKS); /* relaxed: its own bit */
    mine.gil = NULL;
    rc_gil_lock_part_(gil);
}

int rc_gil_drop(rc_gil *gil)
{
    if (!rc_gil_is_held(gil))
        return fail(EPERM);
    if (--mine.nested > 0)
        return 0;
    rc_thread_block_begin();
    part();
    rc_thread_block_end();
    return 0;
}

int rc_gil_disable(rc_gil *gil)
{
    if (!rc_gil_is_held(gil))
        return fail(EPERM);
    rc_gil_lock_switch_off_(gil);
    return 0;
}

int rc_gil_enable(rc_gil *gil)
{
    if (!rc_gil_is_held(gil))
        return fail(EPERM);
    rc_mutex_lock(&gil->mutex);
    bool alone = gil->enabled || gil->members == 1;
    if (!gil->enabled && alone) {
        gil->enabled = gil->taken = true;
        gil->holder = rc_thread_self_;
        gil->last = myself().serial;
    }
    rc_mutex_unlock(&gil->mutex);
    return alone ? 0 : fail(EBUSY);
}

/* -------------------------------------------------------------------------------- for thread.c */

void rc_gil_let_go_(void)
{
    if (mine.gil == NULL || !mine.holds)
        return;
    mine.holds = false;
    rc_gil_lock_drop_(mine.gil, myself(), mine.honours);
}

void rc_gil_take_again_(void)
{
    if (mine.gil == NULL)
        return;
    rc_gil *gil = mine.gil;
    bool back = !mine.joins && !mine.honours;
    mine.honours = false;
    mine.holds = rc_gil_lock_take_(gil, myself(), mine.joins ? mine.deadline : RC_GIL_FOREVER,
                                   back && gil->options.eager, mine.joins);
    mine.joins = false;
    if (!mine.holds) {
        mine.gil = NULL;
        return;
    }
    mine.ticks = gil->options.ticks;
    if (gil->options.style != RC_GIL_TIMED)
        rc_thread_ask_(rc_thread_self_, RC_REQUEST_TICKS);
}

bool rc_gil_is_asked_(void)
{
    if (mine.gil == NULL || !mine.holds)
        return false;
    if (mine.gil->options.style != RC_GIL_TIMED) {
        if (--mine.ticks > 0)
            return false;
        mine.ticks = mine.gil->options.ticks;
    }
    mine.honours = rc_gil_lock_is_wanted_(mine.gil);
    return mine.honours;
}

void rc_gil_left_(void)
{
    if (mine.gil == NULL)
        return;
    rc_gil_let_go_();
    part();
}

/* ---------------------------------------------------------------------------------------- fork */

static void fork_prepare(void)
{
    rc_mutex_lock(&all.mutex);
    for (rc_gil *g = all.first; g != NULL; g = g->next)
        rc_mutex_lock(&g->mutex);
}

static void fork_parent(void)
{
    for (rc_gil *g = all.first; g != NULL; g = g->next)
        rc_mutex_unlock(&g->mutex);
    rc_mutex_unlock(&all.mutex);
}

static void fork_child(void)
{
    for (rc_gil *g = all.first; g != NULL; g = g->next) {
        bool ours = mine.gil == g;
        g->taken = g->enabled && ours && mine.holds;
        g->asked = false;
        g->dropper = 0;
        g->members = ours;
        g->sleepers = 0;
        g->line = NULL;
        g->line_end = &g->line;
    }
    fork_parent();
}

/* Before other layers do the same: who was added first is told last that a fork begins. */
__attribute__((constructor(102))) static void observe_forks(void)
{
    static rc_observer observer = {
        .fork_prepare = fork_prepare, .fork_parent = fork_parent, .fork_child = fork_child};
    rc_observer_add_(&observer);
}
