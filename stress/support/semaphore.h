/*
 * semaphore.h: waiting that a signal does not cut short.
 */
#ifndef STRESS_SUPPORT_SEMAPHORE_H
#define STRESS_SUPPORT_SEMAPHORE_H

#include <errno.h>
#include <semaphore.h>
#include <stdlib.h>

static inline void stress_wait(sem_t *semaphore)
{
    while (sem_wait(semaphore) != 0) {
        if (errno != EINTR)
            abort();
    }
}

#endif
