/*
 * barrier.h: where the threads of a play wait for each other between two steps of a round.
 *
 * A round has several such steps and lasts a few hundred microseconds, so that a sleep and a wake-up at
 * each of them, some fifty microseconds on a virtual machine, would be most of it. Threads that have a
 * processor each wait awake for about as long as a sleep would have cost, and only then sleep; where there
 * are more threads than processors the one that waits is in the way of those it waits for, and sleeps at
 * once. Unlike a rendezvous (rendezvous.h) a barrier orders: what was done before it happens before what
 * is done after it.
 */
#ifndef STRESS_HARNESS_BARRIER_H
#define STRESS_HARNESS_BARRIER_H

#include <pthread.h>
#include <stdint.h>

typedef struct stress_barrier {
    unsigned count; /* threads that meet here */
    unsigned spins; /* turns of waiting awake */
    pthread_mutex_t mutex;
    pthread_cond_t opened;
    _Atomic uint32_t arrived __attribute__((aligned(64)));
    _Atomic uint32_t passed __attribute__((aligned(64))); /* how often it has opened */
} stress_barrier;

void stress_barrier_init(stress_barrier *barrier, unsigned count);
void stress_barrier_destroy(stress_barrier *barrier);
void stress_barrier_wait(stress_barrier *barrier);

#endif
