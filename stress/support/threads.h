/*
 * threads.h: threads, barriers and sizes for tests.
 */
#ifndef STRESS_SUPPORT_THREADS_H
#define STRESS_SUPPORT_THREADS_H

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

/* Runs body(arg, index) on `count` threads, pinned to processors in turn, and waits for all. */
void stress_threads(unsigned count, void (*body)(void *arg, unsigned index), void *arg);

/* One thread; its stack has `stack` bytes, or the usual size for 0. Join with stress_join. */
pthread_t stress_thread(void (*body)(void *arg), void *arg, size_t stack);
void stress_join(pthread_t thread);

/* The same on memory of the caller's, from `low` on, which must outlive the thread. */
pthread_t stress_thread_on(void (*body)(void *arg), void *arg, void *low, size_t stack);

/* A reproducible sequence of numbers. */
static inline uint64_t stress_random(uint64_t *state)
{
    /* splitmix64: every seed is a good one. */
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* The seed of this run: RC_TEST_SEED, or the time. Printed, so that the run can be repeated. */
uint64_t stress_seed(void);

#endif
