/*
 * overlap.h: how much of the time the actors of a play ran at the same time.
 *
 * Two threads on one processor, or on a machine that is busy with other things, take turns: then whatever
 * they do they do one after the other, and the run says nothing about what happens at once. So each actor
 * notes when it began and ended each stride (the worlds between two meetings), and a share is computed:
 *
 *   T1      |----------|        shared : 4      of the shorter one: 4 / 8
 *   T2            |--------|
 */
#ifndef STRESS_HARNESS_OVERLAP_H
#define STRESS_HARNESS_OVERLAP_H

#include "stress/harness/self.h"

#include <stdint.h>

enum { STRESS_STRIDES = 256 };

/* What one actor notes; it alone writes here while it acts. */
typedef struct stress_times {
    struct {
        uint64_t begin, end;
    } stride[STRESS_STRIDES];
    int cpu; /* that it ran on all the time; -1 if it was moved: then nobody knows */
} __attribute__((aligned(64))) stress_times;

/*
 * For the two actors that ran together most: the time that both were inside the same stride, as a share
 * of the time of the shorter ones, 0 to 1. 0 for actors on one processor, and for one that was moved.
 */
double stress_overlap(const stress_times *times, unsigned actors, unsigned strides);

#endif
