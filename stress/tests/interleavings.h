/*
 * interleavings.h: plays small programs in every interleaving, without a backend, and writes down what happened.
 */
#ifndef STRESS_TESTS_INTERLEAVINGS_H
#define STRESS_TESTS_INTERLEAVINGS_H

#include "stress/schedule/explore.h"

enum { TRACE = 512, EXECUTIONS = 4096 };

/* What one actor does. Runs on its own thread, as stress_self. */
typedef void program(unsigned actor);

/* Called before each execution from now on; NULL for nothing. */
void interleavings_before_each(void (*reset)(void));

/* The executions of a search, in the order in which they were played. */
typedef struct interleavings {
    unsigned count;
    char trace[EXECUTIONS][TRACE];
    char schedule[EXECUTIONS][TRACE];
} interleavings;

/* A letter is added to the trace of the execution under way, by the actor that has the turn. */
void trace_letter(char letter);

/* Before the first search, after the last one. */
void interleavings_begin(void);
void interleavings_end(void);

/* All executions with at most `preemptions`; or the one that a schedule describes. */
void interleavings_search(interleavings *all, unsigned actors, unsigned preemptions, program *what);
bool interleavings_replay(interleavings *one, unsigned actors, const char *schedule, program *what);

/* How many different traces there are. */
unsigned interleavings_distinct(const interleavings *all);

#endif
