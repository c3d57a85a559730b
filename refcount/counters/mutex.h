/*
 * mutex: a lock in every object.
 *
 *   retain:  lock; ++count; unlock          release:  lock; --count; unlock; dispose if it was the last
 *
 * The obvious answer to "who protects the count", and the one that the GIL's opponents fear: a lock per
 * object costs memory and two atomic operations per count, and locks held over other code invite
 * deadlock. The second cannot happen here: the lock is held over the count alone, never while a
 * destructor runs, and no thread ever holds two.
 *
 * The last releaser may destroy the mutex as soon as it has unlocked it, although the previous holder's
 * unlock may still be on its way out: POSIX requires that to work.
 *
 * A fork copies the locks as they are. A thread that does not exist in the child may have held one: fork
 * while other threads count objects that the child will use, and the child can hang.
 *
 * Memory ordering: the lock's. Progress: blocking. Source: the textbook; libobjc's side tables and
 * SQLite's shared cache lock in the same way, per bucket.
 */
#ifndef RC_COUNTERS_MUTEX_H
#define RC_COUNTERS_MUTEX_H

#include "refcount/counters/word.h"

struct rc_counter {
    rc_mutex mutex;
    uint64_t word; /* guarded by mutex */
};

RC_HOT void rc_counter_init(rc_counter *counter)
{
    rc_mutex_init(&counter->mutex);
    counter->word = RC_WORD_ONE;
}

RC_HOT void rc_counter_destroy(rc_counter *counter)
{
    rc_mutex_destroy(&counter->mutex);
}

static inline void rc_counter_lock(rc_counter *counter)
{
    rc_mutex_lock(&counter->mutex);
}

static inline void rc_counter_unlock(rc_counter *counter)
{
    rc_mutex_unlock(&counter->mutex);
}

#include "refcount/counters/header.h"
#include "refcount/counters/locked.h"
#include "refcount/counters/unaware.h"
#include "refcount/counters/unlocked.h"

#endif
