/*
 * shrink.h: a sequence that fails, made as short as possible.
 */
#ifndef STRESS_SEQUENCES_SHRINK_H
#define STRESS_SEQUENCES_SHRINK_H

#include "stress/sequences/play.h"

/*
 * s has failed as `played` says. Afterwards it is the smallest sequence found within `seconds` that fails
 * with the same kind of deviation, and *played is what became of it.
 */
void stress_seq_shrink(const stress_seq_target *target, stress_seq *s, stress_seq_played *played,
                       double seconds);

#endif
