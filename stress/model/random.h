/*
 * random.h: how a random search schedules.
 */
#ifndef STRESS_MODEL_RANDOM_H
#define STRESS_MODEL_RANDOM_H

#include <stdint.h>

/* An execution begins; those so far had at most `longest` steps. */
void model_random_begin(uint64_t execution, unsigned longest);

/* A number below `below`. */
unsigned model_random_draw(unsigned below);

/* Which of a set of threads goes on. */
unsigned model_random_thread(unsigned enabled);

#endif
