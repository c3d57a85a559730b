/*
 * trips.h: for each oracle a program that it must report.
 */
#ifndef STRESS_MODEL_TESTS_TRIPS_H
#define STRESS_MODEL_TESTS_TRIPS_H

#include "stress/model/fault.h"
#include "stress/model/model.h"

typedef struct model_trip {
    model_oracle oracle;
    model_program program;
} model_trip;

/* Ends with a program without a name. */
extern const model_trip model_trips[];

#endif
