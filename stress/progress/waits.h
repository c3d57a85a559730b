/*
 * waits.h: waiting for a semaphore, and looking whether one would have to wait for a lock.
 */
#ifndef STRESS_PROGRESS_WAITS_H
#define STRESS_PROGRESS_WAITS_H

#include "stress/support/semaphore.h"

#include <stdbool.h>

/* False when so many seconds have passed; but a machine that stood still meanwhile has not made them pass. */
bool progress_wait_in_time(sem_t *semaphore, double seconds);

/* How long a wait may have been noticed to take at once: the rest is the machine's, and does not count. */
#define PROGRESS_SLICE 0.02

/* Whether somebody has the lock, which is one of the library's, at this moment. */
bool progress_is_held(const void *lock);

#endif
