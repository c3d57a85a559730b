/*
 * standoff.h: whether threads that lock objects end in a deadlock. They run in a process of their own, which
 * can be given up, and note in memory that both processes share what they hold and what they want. A deadlock
 * is a circle in these notes that stays, and not a time without news.
 */
#ifndef BENCH_CLAIMS_STANDOFF_H
#define BENCH_CLAIMS_STANDOFF_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

enum { STANDOFF_THREADS = 2, STANDOFF_DEEP = 4 };

typedef struct standoff_lock {
    pthread_mutex_t mutex;
} standoff_lock;

/* On one of the threads; `index` is its number. */
void standoff_acquire(unsigned index, standoff_lock *lock);
bool standoff_try(unsigned index, standoff_lock *lock);
void standoff_release(unsigned index, standoff_lock *lock);

typedef struct standoff {
    bool deadlock;
    bool finished; /* all threads came to their end */
    uint64_t acquisitions;
    double seconds;
    uint64_t answer; /* what `judge` returned, if finished */
} standoff;

/*
 * Runs body(arg, index) on two threads, then judge(arg) if not NULL, in a child process. At most so many
 * seconds.
 */
standoff standoff_run(void (*body)(void *arg, unsigned index), uint64_t (*judge)(void *arg),
                      void *arg, double seconds);

#endif
