/*
 * large.h: lock-freedom of all operations together, at full speed.
 */
#ifndef STRESS_PROGRESS_LARGE_H
#define STRESS_PROGRESS_LARGE_H

#include "refcount/ops.h"
#include "stress/progress/pauses.h"

typedef struct progress_large {
    bool played;  /* false: the backend is not for threads, or does not claim not to block */
    bool unsound; /* an object did not die, or died twice */
    pauses_seen seen;
} progress_large;

progress_large progress_play_large(const rc_ops *ops, uint64_t seed, double seconds,
                                   double patience);

#endif
