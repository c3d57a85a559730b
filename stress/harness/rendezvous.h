/*
 * rendezvous.h: threads that begin at the same moment, give or take a chosen delay.
 *
 * A barrier wakes one thread long after the other, and operations of a few nanoseconds are over by then.
 * So the last one to arrive names a moment in the near future, by the processor's time stamp counter, and
 * all of them, awake and spinning, begin when it has come; each a little later by its own delay, so that
 * the operations of two threads slide along each other from one meeting to the next.
 *
 * Threads meet again and again at the same place. Nobody can arrive at a meeting before all have left the
 * last but one, so that the moments, which only grow, tell the meetings apart.
 *
 * Source: litmus7's timebase synchronisation (Alglave et al.).
 */
#ifndef STRESS_HARNESS_RENDEZVOUS_H
#define STRESS_HARNESS_RENDEZVOUS_H

#include <stdint.h>

typedef struct stress_rendezvous {
    _Atomic uint64_t arrived __attribute__((aligned(64))); /* at all meetings */
    _Atomic uint64_t moment
        __attribute__((aligned(64))); /* of the last meeting; 0 before the first */
} stress_rendezvous;

/* The processor's time stamp counter. */
uint64_t stress_ticks(void);

/* While nobody is there. */
void stress_rendezvous_prepare(stress_rendezvous *r);

/*
 * Begins when `count` threads have come, `delay` ticks after the common moment. *last is the thread's own:
 * the moment of its last meeting here, 0 before the first.
 */
void stress_rendezvous_meet(stress_rendezvous *r, unsigned count, uint64_t delay, uint64_t *last);

#endif
