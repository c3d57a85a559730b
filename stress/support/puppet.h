/*
 * puppet.h: threads that do one thing at a time, when told: for tests that need a certain order.
 */
#ifndef STRESS_SUPPORT_PUPPET_H
#define STRESS_SUPPORT_PUPPET_H

#include <pthread.h>
#include <stdbool.h>

typedef struct puppet {
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    void (*action)(void *arg); /* NULL when idle */
    void *arg;
    bool leave;
} puppet;

void puppet_create(puppet *p);
void puppet_create_on(puppet *p, void *low, size_t stack); /* see stress_thread_on */
void puppet_start(puppet *p, void (*action)(void *arg), void *arg);
bool puppet_busy(puppet *p);
void puppet_wait(puppet *p);                                     /* until it is idle */
void puppet_do(puppet *p, void (*action)(void *arg), void *arg); /* start and wait */
void puppet_join(puppet *p);                                     /* the thread ends */
bool puppet_join_within(puppet *p, double seconds); /* false: it has not, and goes on */

#endif
