/*
 * print.h: results of rc-stress for people and as JSON.
 */
#ifndef STRESS_PRINT_H
#define STRESS_PRINT_H

#include "stress/scenario.h"

#include <jansson.h>

typedef struct stress_result {
    const stress_scenario *scenario;
    const char *backend;
    const stress_options *options;
    const stress_report *report;
} stress_result;

void stress_print(const stress_result *result);
json_t *stress_result_json(const stress_result *result);

#endif
