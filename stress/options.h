/*
 * options.h: the command line of rc-stress.
 */
#ifndef STRESS_OPTIONS_H
#define STRESS_OPTIONS_H

#include "stress/scenario.h"

typedef struct stress_request {
    const char *scenario, *backend, *json;
    const char *replay; /* a file */
    double soak;        /* seconds; 0 for one play of each */
    const char *keep;   /* where a soak keeps its faults */
    stress_options options;
} stress_request;

/* Ends the program for --help and --list, and for bad usage. */
stress_request stress_parse(int argc, char **argv);

/* Whether the request's --scenario names this one. */
bool stress_wanted(const stress_request *request, const stress_scenario *scenario);

#endif
