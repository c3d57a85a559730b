/*
 * play.h: does a sequence's operations on a backend, and compares each with the model.
 *
 * Each thread is a puppet, so that the order is that of the sequence and every run is the same. What the
 * contracts do not allow at its turn is skipped: every sequence can be played on every backend, and every
 * part of one that is left over by shrinking. A play ends at the first deviation; what is wrong from there
 * on would say nothing.
 *
 * A backend that is wrong may free what is still in use: install an allocator that keeps freed memory
 * readable (stress/oracles/quarantine.h), or one that reports its use (AddressSanitizer).
 */
#ifndef STRESS_SEQUENCES_PLAY_H
#define STRESS_SEQUENCES_PLAY_H

#include "stress/sequences/model.h"

typedef struct stress_seq_target {
    const rc_ops *ops;
    void (*begin)(void); /* before each play: what `ops` counts starts again. NULL: nothing does */
    double patience;     /* seconds that operations may take; 0 for a minute */
} stress_seq_target;

typedef struct stress_seq_played {
    bool failed;
    bool
        stuck; /* a thread is still in the library, perhaps with a lock: the backend is of no more use */
    stress_seq_deviation_kind kind;
    size_t
        at; /* the operation that deviated; the sequence's length: while things were put in order */
    char reason[256]; /* one line */
    uint64_t operations, skipped;
} stress_seq_played;

void stress_seq_play(const stress_seq_target *target, const stress_seq *s,
                     stress_seq_played *played);

#endif
