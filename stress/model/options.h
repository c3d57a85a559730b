/*
 * options.h: the command line of rc-model.
 */
#ifndef STRESS_MODEL_OPTIONS_H
#define STRESS_MODEL_OPTIONS_H

#include "stress/model/machine.h"

typedef struct model_request {
    const char *program; /* a name, "all", "litmus", "seeded", "quick", "backend", a room */
    const char *backend;
    const char *json;   /* or NULL */
    const char *replay; /* or NULL */
    const char *keep;   /* where executions with a fault are kept */
    model_setup setup;
    unsigned jobs;
    bool stop;   /* at the first fault */
    bool show;   /* also the executions that must have a fault */
    bool orders; /* weaken memory orders */
} model_request;

/* Fails, with one line, on bad usage. */
model_request model_parse(int argc, char **argv);

bool model_wanted(const model_request *request, const model_program *program, const rc_ops *ops);

#endif
