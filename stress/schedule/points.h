/*
 * points.h: what happens when a thread comes by a point (refcount/point.h) of a backend.
 *
 * The watchdog's books are kept, and then nothing, unless the thread asked for it: a schedule decides who
 * goes on (explore.h), or noise makes the thread lose its turn every now and then.
 */
#ifndef STRESS_SCHEDULE_POINTS_H
#define STRESS_SCHEDULE_POINTS_H

#include "refcount/point.h"

#include <stdbool.h>
#include <stdint.h>

/* What a schedule wants to know of the calling thread. */
typedef struct stress_listener {
    void (*at_point)(void *arg, const char *name);
    void (*at_lock)(void *arg, rc_lock_event event, const void *lock);
    void (*waiting)(void *arg); /* one turn of a waiting loop */
    void (*awaits)(void *arg, const _Atomic uint32_t *word,
                   uint32_t value); /* returns when it is so */
} stress_listener;

/* The calling thread's listener from now on; NULL for none. */
void stress_listen(const stress_listener *listener, void *arg);

/*
 * Noise for the calling thread: at one point in `one_in` it yields or pauses, by a sequence from `seed`.
 * 0 turns it off.
 */
void stress_noise(uint64_t seed, unsigned one_in);

/*
 * What the calling thread hears by, its noise, and its clock when it listens, which goes a microsecond further
 * each time that it is looked at; a thread that acts in its place takes it over.
 */
typedef struct stress_hearing {
    const stress_listener *listener;
    void *arg;
    uint64_t noise;
    unsigned noise_one_in;
    uint64_t clock;
} stress_hearing;

stress_hearing stress_hearing_of_self(void);
void stress_hear_as(stress_hearing hearing);

/* A point of the test's own, between two operations. */
void stress_point(const char *name);

/* One turn of a loop of the test's own that waits for another thread. */
void stress_waiting(unsigned *turns);

/*
 * A number that only grows, through which one thread tells others how far it is: whoever has awaited
 * `value` or more sees what was done before that was announced. A schedule does not try a thread that
 * awaits what has not come yet, so this is cheaper there than a loop of stress_waiting.
 */
void stress_announce(_Atomic uint32_t *word, uint32_t value);
void stress_await(const _Atomic uint32_t *word, uint32_t value);

#endif
