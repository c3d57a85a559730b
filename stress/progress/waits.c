/*
 * waits.c: see waits.h.
 */
#include "stress/progress/waits.h"

#include "refcount/platform.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

static bool wait_a_slice(sem_t *semaphore)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    long ns = until.tv_nsec + (long)(PROGRESS_SLICE * 1e9);
    until.tv_sec += ns / 1000000000;
    until.tv_nsec = ns % 1000000000;
    while (sem_timedwait(semaphore, &until) != 0) {
        if (errno == ETIMEDOUT)
            return false;
        if (errno != EINTR)
            abort();
    }
    return true;
}

bool progress_wait_in_time(sem_t *semaphore, double seconds)
{
    for (double spent = 0; spent < seconds; spent += PROGRESS_SLICE) {
        if (wait_a_slice(semaphore))
            return true;
    }
    return false;
}

bool progress_is_held(const void *lock)
{
    rc_mutex *mutex = (rc_mutex *)(uintptr_t)lock;
    if (pthread_mutex_trylock(mutex) != 0)
        return true;
    pthread_mutex_unlock(mutex);
    return false;
}
