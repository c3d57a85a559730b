/*
 * report.h: verdicts as text and as JSON.
 */
#ifndef STRESS_MODEL_REPORT_H
#define STRESS_MODEL_REPORT_H

#include "refcount/tool/cli.h"
#include "stress/model/verdict.h"

#include <stdio.h>

/* A line or two, without the execution. */
void model_print_verdict(FILE *out, const model_verdict *verdict);

json_t *model_verdict_json(const model_verdict *verdict);

#endif
