/*
 * options.h: the command line of rc-stress.
 */
#ifndef STRESS_OPTIONS_H
#define STRESS_OPTIONS_H

#include "stress/scenario.h"

typedef struct stress_request {
    const char *scenario, *backend, *json;
    const char *scheme; /* of reclamation: a name, "all", or "turn" */
    const char *replay; /* a file */
    double soak;        /* seconds; 0 for one play of each */
    const char *keep;   /* where a soak keeps its faults */
    stress_options options;
} stress_request;

/* Ends the program for --help and --list, and for bad usage. */
stress_request stress_parse(int argc, char **argv);

/*
 * The index-th pair that a scenario is to be played with on a backend, NULL past the last: the one whose turn it
 * is, the one that was named, or all. A play by schedule alone has no turn for a scheme that cannot be scheduled.
 */
const rc_gc_ops *stress_pair(const stress_request *request, const stress_scenario *scenario,
                             const rc_ops *backend, unsigned index);

/* Whether the request's --scenario names this one. */
bool stress_wanted(const stress_request *request, const stress_scenario *scenario);

#endif
