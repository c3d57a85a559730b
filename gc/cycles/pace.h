/*
 * pace.h: when to collect by itself, and what.
 */
#ifndef RC_GC_CYCLES_PACE_H
#define RC_GC_CYCLES_PACE_H

#include "gc/cycles/names.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct rc_pace {
    size_t threshold;      /* the program's; 0: never */
    unsigned young_factor; /* 1 .. RC_PACE_PATIENCE: thresholds that a young collection waits for */
    unsigned
        full_factor; /* 1 .. RC_PACE_FULL_PATIENCE: quarters of the old that must have become old */
    uint64_t live_at_full;            /* what the last full collection left */
    uint64_t promoted;                /* what has become old since */
    uint64_t made;                    /* what has been looked at for the first time since */
    uint64_t young_share, full_share; /* garbage in 65536 candidates, last time */
} rc_pace;

#define RC_PACE_PATIENCE 8u
#define RC_PACE_FULL_PATIENCE 4u
#define RC_PACE_SHARE 65536u

/* As at the start, but for the threshold. */
void rc_pace_reset(rc_pace *pace, size_t threshold);

/* How many young objects make a young collection due. RC_TRACKED_NEVER: none. */
int64_t rc_pace_due(const rc_pace *pace);

/* Whether the next collection should look at everything. `old`: objects that are old now. */
bool rc_pace_wants_full(const rc_pace *pace, uint64_t old);

/* A collection has looked at so many objects and found so many of them garbage. */
void rc_pace_learn(rc_pace *pace, bool full, uint64_t candidates, uint64_t garbage);

/* How many of the objects that exist are garbage, if the world is as it was last time. */
uint64_t rc_pace_outstanding(const rc_pace *pace, uint64_t young);

#endif
