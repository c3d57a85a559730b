/*
 * global: one lock for all counts of the process, taken for every operation.
 *
 *   retain:  lock; ++count; unlock          release:  lock; --count; unlock; dispose if it was the last
 *
 * Simple, eight bytes an object, no deadlock; and every thread that counts anything waits for every
 * other. It is not an interpreter lock, which is held over many operations and taken once: it shows what
 * a program pays that takes a global lock for each.
 *
 * Memory ordering: the lock's. Progress: blocking. Source: the textbook; the x86 atomic emulation of
 * small systems works so.
 */
#ifndef RC_COUNTERS_GLOBAL_H
#define RC_COUNTERS_GLOBAL_H

#include "refcount/counters/word.h"

struct rc_counter {
    uint64_t word; /* guarded by the global lock */
};

/* Held over one count; taken over a fork, so that the child finds it free. */
extern rc_mutex RC_NAME(counter_mutex_);

RC_HOT void rc_counter_init(rc_counter *counter)
{
    counter->word = RC_WORD_ONE; /* nobody else sees it yet */
}

RC_HOT void rc_counter_destroy(rc_counter *counter)
{
    (void)counter;
}

static inline void rc_counter_lock(rc_counter *counter)
{
    (void)counter;
    rc_mutex_lock(&RC_NAME(counter_mutex_));
}

static inline void rc_counter_unlock(rc_counter *counter)
{
    (void)counter;
    rc_mutex_unlock(&RC_NAME(counter_mutex_));
}

static inline void rc_counter_fork_prepare(void)
{
    rc_mutex_lock(&RC_NAME(counter_mutex_));
}

static inline void rc_counter_fork_done(void)
{
    rc_mutex_unlock(&RC_NAME(counter_mutex_));
}

#include "refcount/counters/header.h"
#include "refcount/counters/locked.h"
#include "refcount/counters/unaware.h"

#endif
