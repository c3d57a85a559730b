/*
 * puppet.c: see puppet.h.
 */
#include "stress/support/puppet.h"

#include "stress/support/threads.h"

#include <stddef.h>
#include <time.h>

static void obey(void *arg)
{
    puppet *p = arg;
    pthread_mutex_lock(&p->mutex);
    for (;;) {
        while (p->action == NULL && !p->leave)
            pthread_cond_wait(&p->changed, &p->mutex);
        if (p->action == NULL)
            break;
        pthread_mutex_unlock(&p->mutex);
        p->action(p->arg);
        pthread_mutex_lock(&p->mutex);
        p->action = NULL;
        pthread_cond_broadcast(&p->changed);
    }
    pthread_mutex_unlock(&p->mutex);
}

void puppet_create(puppet *p)
{
    puppet_create_on(p, NULL, 0);
}

void puppet_create_on(puppet *p, void *low, size_t stack)
{
    *p = (puppet){.mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};
    p->thread = stress_thread_on(obey, p, low, stack);
}

void puppet_start(puppet *p, void (*action)(void *arg), void *arg)
{
    puppet_wait(p);
    pthread_mutex_lock(&p->mutex);
    p->action = action;
    p->arg = arg;
    pthread_cond_broadcast(&p->changed);
    pthread_mutex_unlock(&p->mutex);
}

bool puppet_busy(puppet *p)
{
    pthread_mutex_lock(&p->mutex);
    bool busy = p->action != NULL;
    pthread_mutex_unlock(&p->mutex);
    return busy;
}

void puppet_wait(puppet *p)
{
    pthread_mutex_lock(&p->mutex);
    while (p->action != NULL)
        pthread_cond_wait(&p->changed, &p->mutex);
    pthread_mutex_unlock(&p->mutex);
}

void puppet_do(puppet *p, void (*action)(void *arg), void *arg)
{
    puppet_start(p, action, arg);
    puppet_wait(p);
}

static void let_leave(puppet *p)
{
    puppet_wait(p);
    pthread_mutex_lock(&p->mutex);
    p->leave = true;
    pthread_cond_broadcast(&p->changed);
    pthread_mutex_unlock(&p->mutex);
}

void puppet_join(puppet *p)
{
    let_leave(p);
    stress_join(p->thread);
}

bool puppet_join_within(puppet *p, double seconds)
{
    struct timespec limit;
    let_leave(p);
    clock_gettime(CLOCK_REALTIME, &limit);
    double end = (double)limit.tv_nsec / 1e9 + seconds;
    limit.tv_sec += (time_t)end;
    limit.tv_nsec = (long)((end - (double)(time_t)end) * 1e9);
    return pthread_timedjoin_np(p->thread, NULL, &limit) == 0;
}
