/*
 * waits.h: waiting for a semaphore, and looking whether one would have to wait for a lock.
 */
#ifndef STRESS_PROGRESS_WAITS_H
#define STRESS_PROGRESS_WAITS_H

#include <semaphore.h>
#include <stdbool.h>

void progress_wait(sem_t *semaphore);

/* False when so many seconds have passed. */
bool progress_wait_in_time(sem_t *semaphore, double seconds);

/* Whether somebody has the lock, which is one of the library's, at this moment. */
bool progress_is_held(const void *lock);

#endif
