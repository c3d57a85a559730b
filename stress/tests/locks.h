/*
 * locks.h: locks that report themselves as the library's do, for programs that are meant to hang.
 *
 * They are semaphores, because a sanitizer that watches mutexes would report the hang before the harness can.
 */
#ifndef STRESS_TESTS_LOCKS_H
#define STRESS_TESTS_LOCKS_H

#include "refcount/point.h"

#include "stress/support/semaphore.h"

enum { TEST_LOCKS = 3 };

static sem_t test_locks[TEST_LOCKS];

static inline void test_locks_init(void)
{
    for (int i = 0; i < TEST_LOCKS; i++)
        sem_init(&test_locks[i], 0, 1);
}

static inline void lock(unsigned which)
{
    rc_point_lock(RC_LOCK_WANTED, &test_locks[which]);
    stress_wait(&test_locks[which]);
    rc_point_lock(RC_LOCK_TAKEN, &test_locks[which]);
}

static inline void unlock(unsigned which)
{
    sem_post(&test_locks[which]);
    rc_point_lock(RC_LOCK_FREED, &test_locks[which]);
}

#endif
