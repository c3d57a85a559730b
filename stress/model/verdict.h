/*
 * verdict.h: a program on a backend, and whether it is as it should be.
 */
#ifndef STRESS_MODEL_VERDICT_H
#define STRESS_MODEL_VERDICT_H

#include "stress/model/search.h"

#include <stdio.h>

enum { MODEL_OUTCOMES = 256 };

typedef struct model_verdict {
    const model_program *program;
    const char *backend;
    model_setup setup;   /* of the search that found the fault, or of the only one */
    bool as_it_should;   /* no fault, or the fault that must be there */
    bool must_break;     /* a fault must be found */
    bool sampled;        /* random executions; before them, where there are too many for all: */
    uint64_t bounded;    /* how many executions there are with few preemptions */
    bool bounded_is_all; /* all of these were played */
    bool minimised;
    model_result result; /* of the search; the fault may come from a later one */
    /* With threads suspended for ever: */
    unsigned suspensions, blocked; /* places; at how many of them others could not go on */
    uint64_t suspended_executions;
    bool may_block; /* a backend that says that it blocks must do so somewhere */
    /* What was said, and how often. */
    unsigned outcomes;
    struct {
        char text[64];
        uint64_t count;
    } outcome[MODEL_OUTCOMES];
} model_verdict;

/* Is the program one for this backend? */
bool model_fits(const model_program *program, const rc_ops *ops);

/* Plays it as `setup` says, and judges. */
void model_judge(const model_program *program, const rc_ops *ops, const model_setup *setup,
                 model_verdict *verdict);

#endif
