/*
 * options.h: the command line of rc-stress.
 */
#ifndef STRESS_OPTIONS_H
#define STRESS_OPTIONS_H

#include "stress/scenario.h"

typedef struct stress_request {
    const char *scenario, *backend, *json;
    const char *replay; /* a file */
    stress_options options;
} stress_request;

/* Ends the program for --help and --list, and for bad usage. */
stress_request stress_parse(int argc, char **argv);

#endif
