/*
 * search.h: all executions of a program, one after the other.
 */
#ifndef STRESS_MODEL_SEARCH_H
#define STRESS_MODEL_SEARCH_H

#include "stress/model/machine.h"

/* What was decided in an execution: a thread's number, or MODEL_CHOICE and the outcome. */
enum { MODEL_CHOICE = 0x80 };
typedef struct model_decisions {
    unsigned count;
    uint8_t decision[MODEL_NODES];
} model_decisions;
extern model_decisions model_decided;

/* Plays the program as a recorded execution was. */
void model_search_replay(const model_decisions *decisions);

typedef struct model_result {
    uint64_t executions, redundant, steps;
    unsigned deepest, searches;
    unsigned steps_of[MODEL_THREADS]; /* at most, of each thread */
    bool complete;                    /* nothing is left, within the bounds */
    double seconds;
    model_fault fault;
    model_decisions decisions; /* that led to it */
} model_result;

/* Plays the program in all ways that model_config names, to the first fault. */
void model_search(const model_program *program, model_result *result);

/* After each complete execution: what the program has said. */
extern void (*model_on_outcome)(const char *said);

#endif
