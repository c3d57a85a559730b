/*
 * gil_lock.c: how the interpreter lock changes hands.
 *
 * Why not a mutex? The holder would have to unlock and lock it again every now and then, without knowing
 * whether anybody waits; and when somebody does, it would nearly always win: it is running, and the waiter
 * has to be woken first, which takes a thousand times as long as unlock and lock. So:
 *
 *   timed    A waiter sleeps for an interval. If the lock has not changed hands meanwhile, it asks the holder,
 *            who looks at its next safepoint, drops the lock, and stands until somebody else has it.
 *   ticks    The holder drops it after so many safepoints and takes it again: the mutex of above, kept to
 *            show what it does.
 *   ticket   The waiters stand in line. After so many safepoints, if the line is not empty, the holder hands
 *            the lock to its head and joins its end.
 *
 * The lock, of every style:
 *
 *   taken  asked   state
 *   no     no      free; or dropped, and a sleeper is being woken, which may find it taken again
 *   yes    no      held; waiters are patient
 *   yes    yes     held; the holder drops it at its next safepoint
 *   no     yes     dropped on request; the dropper stands until `last` is another thread, or asked is taken back
 *
 * The race that makes the holder stand ("forced switching"):
 *
 *   T1 holds                            T2 waits
 *                                       patience is over: asks T1
 *   safepoint: drops, wakes T2
 *   takes it again                      wakes up: taken                 <- asked in vain, again and again
 *
 * With several processors T1 wins that race nearly always. Test: stress/gil/handover.h counts that no
 * honoured request is followed by a take of the same thread; mutant gil/does-not-stand.
 *
 * What went wrong in CPython's version of the same, each a test in stress/gil/regressions.h:
 *
 *   gh-96387    a waiter asked and went away; the holder stood for ever        a waiter takes its request back
 *   gh-104341   the dropper looked at the lock again after others freed it     free waits for threads on their way out
 *   gh-118727   dropped by a thread that did not hold it; and the lock was     EPERM; switching off ends all
 *               switched off while a dropper stood, who was not told           waiting
 *   gh-119369   a thread that ended waited for a mutex with the lock held,     an ending thread drops it before
 *               and the mutex's holder waited for the lock                     the registry's lock; sections let go
 *   gh-130605   the interval was changed while others read it                  an atomic
 *
 * Memory ordering: the mutex's. A thread finds everything that the holders before it did, because each
 * dropped under the mutex and it took under the mutex. `freed` and `moved` are changed under the mutex too,
 * and are read under it before going to sleep, so that no change is slept through; hence relaxed.
 *
 * Fairness: with k threads that always run, timed, each has it after at most (k - 1) intervals plus as many
 * stretches between two safepoints. A patient waiter that sees the lock change hands begins to wait anew:
 * n waiters make one request per interval, not n.
 *
 * Source: CPython's ceval_gil.c (Antoine Pitrou, 2009), and its ceval.c before that.
 */
#include "refcount/gil_lock.h"

#include "refcount/atomics.h"

#include <limits.h>
#include <stddef.h>

/* One more event for those who sleep on it. relaxed: see above. */
static void change(_Atomic uint32_t *word)
{
    rc_fetch_add_relaxed(word, 1);
}

/* Sleeps on the word, which was read under the mutex; the mutex is free meanwhile. */
static void sleep_on(rc_gil *gil, _Atomic uint32_t *word, uint64_t until)
{
    uint32_t seen = rc_load_relaxed(word); /* relaxed: see above */
    rc_mutex_unlock(&gil->mutex);
    uint64_t now = until == RC_GIL_FOREVER ? 0 : rc_platform_nanoseconds();
    if (now < until)
        rc_platform_wait(word, seen, until == RC_GIL_FOREVER ? RC_WAIT_FOREVER : until - now);
    rc_mutex_lock(&gil->mutex);
}

static bool is_over(uint64_t deadline)
{
    return deadline != RC_GIL_FOREVER && rc_platform_nanoseconds() >= deadline;
}

static uint64_t earlier(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* ----------------------------------------------------------------------------------- waiting */

/* A waiter's request: the number of switches when it was made tells whether it still stands. */
typedef struct request {
    bool made;
    uint64_t number;
} request;

static void ask(rc_gil *gil, request *mine)
{
    gil->stats.timeouts++;
    if (gil->asked)
        return;
    gil->stats.requests++;
    gil->asked = true;
    *mine = (request){true, gil->stats.switches};
    RC_POINT("gil asked");
    rc_thread_ask_(gil->holder, RC_REQUEST_GIL);
}

/* The waiter gives up: nobody may stand for its sake any longer. */
static void take_back(rc_gil *gil, const request *mine)
{
    if (!mine->made || !gil->asked || mine->number != gil->stats.switches)
        return;
    gil->asked = false;
    gil->stats.withdrawn++;
    change(&gil->moved);
    rc_platform_wake(&gil->moved, INT_MAX);
}

/*
 * Until it is free. Whoever was woken and comes too late sleeps again, with new patience if the lock has
 * changed hands. A waiter never gives up while the lock is free: the wake-up that it got was the only one.
 */
static bool wait_timed(rc_gil *gil, uint64_t deadline, bool eager)
{
    bool timed = gil->options.style == RC_GIL_TIMED;
    request mine = {.made = false};
    while (gil->enabled && gil->taken) {
        if (is_over(deadline)) {
            take_back(gil, &mine);
            return false;
        }
        uint64_t number = gil->stats.switches, patience = RC_GIL_FOREVER;
        if (timed) {
            /* relaxed: a number, and whoever waits reads it anew each time. */
            uint64_t interval = UINT64_C(1000) * rc_load_relaxed(&gil->interval);
            patience = rc_platform_nanoseconds() + (eager ? 0 : interval);
        }
        eager = false;
        gil->sleepers++;
        do {
            sleep_on(gil, &gil->freed, earlier(patience, deadline));
        } while (gil->enabled && gil->taken && number == gil->stats.switches &&
                 !is_over(earlier(patience, deadline)));
        gil->sleepers--;
        if (timed && gil->enabled && gil->taken && number == gil->stats.switches &&
            is_over(patience))
            ask(gil, &mine);
    }
    return true;
}

static void leave_line(rc_gil *gil, const rc_gil_turn *turn)
{
    rc_gil_turn **place = &gil->line;
    while (*place != turn)
        place = &(*place)->next;
    *place = turn->next;
    if (turn->next == NULL)
        gil->line_end = place;
}

/* At the end of the line, until the lock is handed over: it stays taken then, by nobody, for this thread. */
static bool wait_in_line(rc_gil *gil, uint64_t deadline)
{
    if (!gil->taken)
        return true;
    rc_gil_turn turn = {.next = NULL};
    *gil->line_end = &turn;
    gil->line_end = &turn.next;
    while (rc_load_relaxed(&turn.granted) == 0) { /* relaxed, all: changed under the mutex */
        if (is_over(deadline)) {
            leave_line(gil, &turn);
            return false;
        }
        sleep_on(gil, &turn.granted, deadline);
    }
    return true;
}

/* The first in line is the next holder. Returns whom to wake, after the mutex was given back. */
static _Atomic uint32_t *grant(rc_gil *gil)
{
    rc_gil_turn *turn = gil->line;
    gil->line = turn->next;
    if (gil->line == NULL)
        gil->line_end = &gil->line;
    rc_store_relaxed(&turn->granted, 1);
    return &turn->granted;
}

/* ------------------------------------------------------------------------------- take and drop */

static void become_holder(rc_gil *gil, rc_gil_taker me)
{
    gil->taken = true;
    gil->holder = me.thread;
    gil->stats.takes++;
    if (gil->dropper != 0) {
        if (gil->dropper == me.serial)
            gil->stats.retaken++;
        else
            gil->stats.handed++;
        gil->dropper = 0;
    }
    if (gil->last != me.serial) {
        gil->last = me.serial;
        gil->stats.switches++;
        gil->asked = false;
        change(&gil->moved);
    } else if (gil->asked) {
        rc_thread_ask_(me.thread, RC_REQUEST_GIL); /* the waiter still wants it */
    }
}

bool rc_gil_lock_take_(rc_gil *gil, rc_gil_taker me, uint64_t deadline, bool eager, bool joins)
{
    bool got = true, moved = false;
    RC_POINT("gil take");
    rc_mutex_lock(&gil->mutex);
    if (gil->enabled) {
        gil->stats.waits += gil->taken;
        got = gil->options.style == RC_GIL_TICKET ? wait_in_line(gil, deadline)
                                                  : wait_timed(gil, deadline, eager);
    }
    if (got) {
        moved = gil->enabled && gil->last != me.serial;
        if (gil->enabled)
            become_holder(gil, me);
        gil->members += joins;
    }
    rc_mutex_unlock(&gil->mutex);
    if (moved && gil->options.style == RC_GIL_TIMED)
        rc_platform_wake(&gil->moved, INT_MAX);
    return got;
}

/* The dropper's wait for another thread to take it. */
static void stand(rc_gil *gil, rc_gil_taker me)
{
    rc_mutex_lock(&gil->mutex);
    gil->stats.stood++;
    while (gil->asked && gil->last == me.serial)
        sleep_on(gil, &gil->moved, RC_GIL_FOREVER);
    rc_mutex_unlock(&gil->mutex);
}

void rc_gil_lock_drop_(rc_gil *gil, rc_gil_taker me, bool honours)
{
    _Atomic uint32_t *sleeper = NULL;
    RC_POINT("gil drop");
    rc_mutex_lock(&gil->mutex);
    bool stands = false;
    if (gil->enabled) {
        gil->stats.honoured += honours;
        gil->stats.drops += !honours;
        gil->dropper = honours ? me.serial : 0;
        stands = honours && gil->asked && !gil->options.unforced;
        if (gil->line != NULL) {
            sleeper = grant(gil);
        } else {
            gil->taken = false;
            change(&gil->freed);
            sleeper = gil->sleepers > 0 ? &gil->freed : NULL;
        }
    }
    rc_mutex_unlock(&gil->mutex);
    if (sleeper != NULL)
        rc_platform_wake(sleeper, 1);
    if (stands)
        stand(gil, me);
}

void rc_gil_lock_part_(rc_gil *gil)
{
    rc_mutex_lock(&gil->mutex);
    gil->members--;
    rc_mutex_unlock(&gil->mutex); /* from here on it may be gone */
}

bool rc_gil_lock_is_wanted_(rc_gil *gil)
{
    rc_mutex_lock(&gil->mutex);
    bool wanted = gil->enabled && (gil->options.style == RC_GIL_TIMED    ? gil->asked
                                   : gil->options.style == RC_GIL_TICKET ? gil->line != NULL
                                                                         : true);
    rc_mutex_unlock(&gil->mutex);
    return wanted;
}

void rc_gil_lock_switch_off_(rc_gil *gil)
{
    rc_mutex_lock(&gil->mutex);
    gil->enabled = gil->taken = gil->asked = false;
    gil->dropper = 0;
    while (gil->line != NULL)
        rc_platform_wake(grant(gil), 1);
    change(&gil->freed);
    change(&gil->moved);
    rc_mutex_unlock(&gil->mutex);
    rc_platform_wake(&gil->freed, INT_MAX);
    rc_platform_wake(&gil->moved, INT_MAX);
}
