/*
 * lock.c: grace periods by holding the readers' lock. See lock.h.
 *
 * `passed` counts how often somebody held the lock for this purpose. A batch's number is one more than what it
 * read there, so that the count was raised after the batch was full, by a thread that held the lock then:
 *
 *   T1 (reader)            T2 (retires)                       T3 (holds the lock)
 *   lock
 *   sees A
 *                          takes A out of its place
 *                          stamp: passed is 4, so 5   (2)
 *   unlock
 *                                                             lock; passed = 5  (2)
 *                          passed is 5: releases A    (3)
 *
 * A retire only tries to take the lock: a reader that does not end stalls other readers, but no writer. If it does
 * not get it, it leaves a wish, and the reader that ends its section next fulfils it.
 */
#include "gc/reclaim/grace.h"

const rc_reclaim_info rc_reclaim_info_ = {
    .name = "lock",
    .description = "one lock around every read section",
    .source = "classic",
    .read_cost = "a mutex that all readers share",
    .garbage = "without bound: everything that is retired meanwhile; and no other thread can read",
    .bounded = false,
    .needs_poll = false,
    .read = RC_BLOCKING,
    .retire = RC_LOCK_FREE,
};

rc_mutex rc_reclaim_mutex_ = RC_MUTEX_INITIALIZER;
_Atomic bool rc_reclaim_wanted_;
static _Atomic uint64_t passed;

/* With the lock, and nothing in use that a section has seen. */
void rc_reclaim_pass_(void)
{
    /* relaxed: whose wish is lost by that wishes again */
    rc_store_relaxed(&rc_reclaim_wanted_, false);
    rc_fetch_add_acq_rel(&passed, 1); /* (2) acq_rel: see rc_grace_stamp_ */
}

uint64_t rc_grace_stamp_(rc_reclaim_thread *thread)
{
    (void)thread;
    /* (2) acq_rel: an addition, so that the one which raises the count next reads it, with all before. */
    return rc_fetch_add_acq_rel(&passed, 0) + 1;
}

uint64_t rc_grace_passed_(rc_reclaim_thread *thread)
{
    (void)thread;
    return rc_load_acquire(&passed); /* (3) acquire: pairs with (2) */
}

void rc_grace_try_(rc_reclaim_thread *thread, bool hard)
{
    (void)hard;
    if (thread->scheme.depth == 0 && rc_mutex_try_lock(&rc_reclaim_mutex_)) {
        rc_reclaim_pass_();
        rc_mutex_unlock(&rc_reclaim_mutex_);
    } else {
        rc_store_relaxed(&rc_reclaim_wanted_, true); /* relaxed: as in rc_guard_exit */
    }
}

bool rc_grace_wait_(rc_reclaim_thread *thread, uint64_t stamp)
{
    (void)thread, (void)stamp;
    rc_mutex_lock(&rc_reclaim_mutex_);
    rc_reclaim_pass_();
    rc_mutex_unlock(&rc_reclaim_mutex_);
    return true;
}

int rc_scheme_attach_(rc_reclaim_thread *thread)
{
    thread->scheme.depth = 0;
    return 0;
}

void rc_scheme_left_(rc_reclaim_thread *thread)
{
    if (thread->scheme.depth > 0) { /* ended in a read section */
        thread->scheme.depth = 1;
        rc_guard_exit((rc_guard){thread});
    }
}

void rc_scheme_begins_(rc_reclaim_thread *thread)
{
    (void)thread;
}

void rc_scheme_ends_(rc_reclaim_thread *thread)
{
    (void)thread;
}

void rc_scheme_poll_(rc_reclaim_thread *thread)
{
    (void)thread;
}

bool rc_scheme_reading_(const rc_reclaim_thread *thread)
{
    return thread->scheme.depth > 0;
}

/*
 * A fork does not wait for readers: one of them may wait for the thread that forks. The child makes the lock
 * anew unless the forking thread itself holds it; it guards no data that could be half changed.
 */
void rc_scheme_fork_prepare_(void)
{
}

void rc_scheme_fork_parent_(void)
{
}

void rc_scheme_fork_child_(void)
{
    if (rc_reclaim_own_ == NULL || rc_reclaim_own_->scheme.depth == 0)
        rc_mutex_init(&rc_reclaim_mutex_);
}

void rc_scheme_vanished_(rc_reclaim_thread *thread)
{
    thread->scheme.depth = 0;
}
