/*
 * world.c: stopping the world.
 *
 * Each record has a word that says where its thread is, and one flag of the stopper's:
 *
 *   where     the thread                                             HALT set: the world stops, or stands
 *   AWAY      touches no object: blocked, leaving's end, none         stays away: entering finds the flag
 *   RUNNING   touches objects                                         on its way to a safepoint; counted in `running`
 *   STANDING  waits at a safepoint, or to come back from away         until the stopper makes it RUNNING
 *
 *             enter                     leave
 *   AWAY  ------------> RUNNING  ------------------> AWAY              both by one exchange of the word
 *   AWAY|HALT --enter--> STANDING|HALT --start--> RUNNING              the stopper's write
 *   RUNNING|HALT --stand--> STANDING|HALT --start--> RUNNING
 *   RUNNING|HALT --leave--> AWAY|HALT --start--> AWAY
 *
 * Why a flag in the thread's own word, and not one for all: coming back from a blocking region is frequent
 * and must not take a lock, and "I run again" and "does anybody want me to stand still" must be one step.
 * In two steps, each thread can miss the other, as in Dekker's algorithm without its fences:
 *
 *   T1 stops the world              T2 comes back from a blocking region
 *                                   nobody stops the world: goes on
 *   sets `stopping`
 *   T2 is away: counts as stopped
 *                                   where = RUNNING                  <- touches objects, T1 judges
 *
 * With one word T1 sets HALT in the word in which T2 must change AWAY to RUNNING: either T1 finds RUNNING and
 * waits for it, or T2 finds HALT and stands.                         test: cycles, world stands still
 *
 * `running` is the number of threads that the stopper waits for, and one for itself while it is still asking,
 * so that the sum cannot be zero before it is complete. Whoever takes it to zero wakes the stopper.
 *
 *   T1 stops the world              T2 goes into a blocking region
 *   running = 1; += 1, for T2
 *   sets HALT in T2's word (9)
 *                                   finds HALT                       (8)
 *                                   running -= 1: of 0, if (8) did not acquire what (9) released:
 *   waits for ever                  <- T1's 1 may come behind it
 *                                       test: model, collect-region; mutant cycles/leaves-blindly
 *
 * Start makes standing threads RUNNING itself, rather than let them find out: so a thread that was slow to
 * wake up is waited for by the next stop, and each thread gets from one safepoint to the next between two
 * stops. Otherwise a collector that never rests could keep a thread for ever where it is.
 *                                                                    test: cycles, several collectors
 *
 * Records that appear while the world stands still are born with HALT. A record whose thread ended without
 * the library's notice (it attached in the last round of its exit functions, and never detached) stays RUNNING
 * and holds up every stop until another thread takes the record over: such a thread must detach.
 *
 * Locking: `world.mutex` guards `stopper`, and is what waiting threads sleep on. It is the first that a fork
 * takes, and only once no stop is under way; while it is held no other lock is taken. Walks over the records
 * hold the registry's lock.
 *
 * Progress: leave and enter are lock-free while no stop is asked for; everything else is blocking.
 * Source: the safepoints of every garbage-collected runtime; states and their names as in CPython's
 * free-threaded build (attached, detached, suspended).
 */
#include "refcount/world.h"

#include "refcount/observer.h"
#include "refcount/thread.h"

#define AWAY 0u
#define RUNNING 1u
#define STANDING 2u
#define HALT 4u

static struct {
    rc_mutex mutex;
    rc_condition changed;
    rc_thread *stopper; /* guarded by mutex */
    bool halted;        /* guarded by the registry's lock: new records are born with HALT */
    _Atomic uint32_t running;
} world = {.mutex = RC_MUTEX_INITIALIZER, .changed = RC_CONDITION_INITIALIZER};

void rc_world_register_(rc_thread *thread)
{
    /* relaxed: the record is published, or looked at, under the same lock. */
    rc_store_relaxed(&thread->where, world.halted ? AWAY | HALT : AWAY);
}

/* ------------------------------------------------------------------------- what threads do */

/* One less to wait for: its state shows it. */
static void has_stopped(void)
{
    /* (1) acq_rel: pairs with (2), and by way of each other: all that was done before. */
    if (rc_fetch_sub_acq_rel(&world.running, 1) == 1) {
        rc_mutex_lock(&world.mutex);
        rc_condition_broadcast(&world.changed);
        rc_mutex_unlock(&world.mutex);
    }
}

static void wait_until_running(rc_thread *thread)
{
    rc_mutex_lock(&world.mutex);
    /* (3) acquire: pairs with start (4). */
    while ((rc_load_acquire(&thread->where) & ~HALT) == STANDING)
        rc_condition_wait(&world.changed, &world.mutex);
    rc_mutex_unlock(&world.mutex);
}

/* The world is to stop, or has stopped: the thread waits for its start. */
RC_COLD static void enter_halted(rc_thread *thread)
{
    uint32_t where = AWAY | HALT;
    RC_POINT("enter_halted");
    /* (5) acquire: pairs with start (6), if the world has gone on meanwhile. */
    while (!rc_cas_weak_acquire(&thread->where, &where, (where & HALT) ? STANDING | HALT : RUNNING))
        continue;
    if (where & HALT)
        wait_until_running(thread);
}

void rc_world_enter_(rc_thread *thread)
{
    uint32_t where = AWAY;
    RC_POINT("enter");
    /* (7) acquire: pairs with start (6), and with leave (8) of whoever had the record before. */
    while (!rc_cas_weak_acquire(&thread->where, &where, RUNNING)) {
        if (where == (AWAY | HALT)) {
            enter_halted(thread);
            return;
        }
        if (where != AWAY)
            return; /* RUNNING: taken over from a thread that is gone without notice */
    }
}

void rc_world_leave_(rc_thread *thread)
{
    uint32_t where = RUNNING;
    RC_POINT("leave");
    /*
     * (8) release: pairs with the stopper's look (9), and with (7). acquire: pairs with (9): the count has been
     * raised for this thread before it is lowered.
     */
    while (!rc_cas_weak_acq_rel(&thread->where, &where, AWAY | (where & HALT)))
        continue;
    if (where & HALT)
        has_stopped();
}

void rc_world_stand_(rc_thread *thread)
{
    uint32_t where = RUNNING | HALT;
    RC_POINT("stand");
    /*
     * relaxed: (1) orders. If the flag is not there the stop was over before the thread came here: only
     * the stopper takes it away, and only from a thread that has stopped.
     */
    if (!rc_cas_relaxed(&thread->where, &where, STANDING | HALT))
        return;
    rc_observers_end_();
    has_stopped();
    wait_until_running(thread);
    rc_observers_begin_();
}

/* ------------------------------------------------------------------------ what the stopper does */

/* With the registry's lock held, like all that is called for each record. */
static void halt(rc_thread *thread, void *stopper)
{
    world.halted = true;
    if (thread == stopper)
        return;
    rc_fetch_add_relaxed(&world.running, 1); /* relaxed: not zero before we have taken ours away */
    RC_POINT("halt");
    /* (9) acquire: pairs with leave (8): a thread that is away. release: as (8) acquires: what was counted. */
    uint32_t before = rc_fetch_or_acq_rel(&thread->where, HALT);
    if (before == RUNNING)
        rc_thread_ask_(thread, RC_REQUEST_STOP);
    else
        rc_fetch_sub_relaxed(&world.running, 1); /* relaxed: as above */
}

/* Until no other thread stops the world. Nobody waits for a thread that waits here. */
static void become_stopper(rc_thread *self)
{
    rc_mutex_lock(&world.mutex);
    while (world.stopper != NULL) {
        rc_mutex_unlock(&world.mutex);
        rc_thread_block_begin();
        rc_mutex_lock(&world.mutex);
        while (world.stopper != NULL)
            rc_condition_wait(&world.changed, &world.mutex);
        rc_mutex_unlock(&world.mutex);
        rc_thread_block_end();
        rc_mutex_lock(&world.mutex);
    }
    world.stopper = self;
    rc_mutex_unlock(&world.mutex);
}

void rc_world_stop_(void)
{
    rc_thread *self = rc_thread_self_;
    become_stopper(self);
    rc_store_relaxed(&world.running, 1); /* relaxed: no stop is under way */
    rc_thread_each_(halt, self);
    /* While others go to their safepoints they may be waiting for this thread to be at one. */
    rc_observers_end_();
    has_stopped();
    rc_mutex_lock(&world.mutex);
    /* (2) acquire: pairs with (1). */
    while (rc_load_acquire(&world.running) != 0)
        rc_condition_wait(&world.changed, &world.mutex);
    rc_mutex_unlock(&world.mutex);
    rc_observers_begin_();
    RC_POINT("stopped");
}

static void start_one(rc_thread *thread, void *stopper)
{
    world.halted = false;
    if (thread == stopper)
        return;
    uint32_t where = rc_load_relaxed(&thread->where); /* relaxed: the exchange checks it */
    uint32_t after;
    do {
        RC_POINT("start");
        after = where == (STANDING | HALT) ? RUNNING : where & ~HALT;
        /* (4), (6) release: pair with (3); with (5) and (7). */
    } while (!rc_cas_weak_release(&thread->where, &where, after));
}

void rc_world_start_(void)
{
    rc_thread_each_(start_one, rc_thread_self_);
    rc_mutex_lock(&world.mutex);
    world.stopper = NULL;
    rc_condition_broadcast(&world.changed);
    rc_mutex_unlock(&world.mutex);
}

static void settle(rc_thread *thread, void *unused)
{
    (void)unused;
    rc_counter_thread_settle(thread);
}

void rc_world_settle_(void)
{
    rc_thread_each_(settle, NULL);
}

/* ------------------------------------------------------------------------------------- fork */

/*
 * The stopper waits for this thread too if it runs: so it is away while it waits for the stopper.
 */
void rc_world_fork_prepare_(void)
{
    rc_thread *self = rc_thread_self_;
    bool runs = self != NULL && self->blocked == 0;
    rc_mutex_lock(&world.mutex);
    while (world.stopper != NULL) {
        rc_mutex_unlock(&world.mutex);
        if (runs) {
            rc_observers_end_();
            rc_world_leave_(self);
        }
        rc_mutex_lock(&world.mutex);
        while (world.stopper != NULL)
            rc_condition_wait(&world.changed, &world.mutex);
        rc_mutex_unlock(&world.mutex);
        if (runs) {
            rc_world_enter_(self);
            rc_observers_begin_();
        }
        rc_mutex_lock(&world.mutex);
    }
}

void rc_world_fork_parent_(void)
{
    rc_mutex_unlock(&world.mutex);
}

/* Whoever slept on the condition is gone; the copy of it is not used again. */
void rc_world_fork_child_(void)
{
    rc_condition_init(&world.changed);
    rc_mutex_unlock(&world.mutex);
}

void rc_world_fork_gone_(rc_thread *thread)
{
    rc_store_relaxed(&thread->where, AWAY); /* relaxed: no other thread exists */
}
