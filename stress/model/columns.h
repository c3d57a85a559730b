/*
 * columns.h: an execution as a table, a column for each thread.
 */
#ifndef STRESS_MODEL_COLUMNS_H
#define STRESS_MODEL_COLUMNS_H

#include "stress/model/search.h"

#include <stdio.h>

/* Plays what was decided once more, and prints it with the fault that it ends with. */
void model_print_columns(FILE *out, const model_decisions *decisions);

#endif
