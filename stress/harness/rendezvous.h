/*
 * rendezvous.h: threads that begin at the same moment, give or take a chosen delay.
 *
 * A barrier wakes one thread long after the other, and operations of a few nanoseconds are over by then.
 * So the last one to arrive names a moment in the near future, by the processor's time stamp counter, and
 * all of them, awake and spinning, begin when it has come; each a little later by its own delay, so that
 * the operations of two threads slide along each other from one meeting to the next.
 *
 * Source: litmus7's timebase synchronisation (Alglave et al.).
 */
#ifndef STRESS_HARNESS_RENDEZVOUS_H
#define STRESS_HARNESS_RENDEZVOUS_H

#include <stdint.h>

typedef struct stress_rendezvous {
    _Atomic uint32_t arrived;
    _Atomic uint64_t moment; /* 0 until the last has arrived */
} stress_rendezvous;

/* While nobody is there. */
void stress_rendezvous_prepare(stress_rendezvous *r);

/* Begins when `count` threads have come, `delay` ticks after the common moment. */
void stress_rendezvous_meet(stress_rendezvous *r, unsigned count, uint64_t delay);

#endif
