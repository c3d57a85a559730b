/*
 * programs.h: the programs, and which of them are played on which backend.
 */
#ifndef STRESS_MODEL_PROGRAMS_H
#define STRESS_MODEL_PROGRAMS_H

#include "stress/model/model.h"

/* All of the executable, in the order of their names. The array ends with NULL. */
const model_program *const *model_programs(void);

#endif
