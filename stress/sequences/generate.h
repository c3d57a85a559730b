/*
 * generate.h: sequences from seeds.
 */
#ifndef STRESS_SEQUENCES_GENERATE_H
#define STRESS_SEQUENCES_GENERATE_H

#include "stress/sequences/sequence.h"

/* The same sequence for the same seed, for every backend. */
void stress_seq_generate(stress_seq *s, uint64_t seed);

#endif
