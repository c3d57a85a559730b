/*
 * explore.h: all interleavings of a few actors at the points of the library, up to a number of preemptions.
 *
 * The actors run on threads of their own, but one at a time: at each point the one that runs decides who
 * goes on. An execution is the sequence of these decisions; the next execution changes the last decision
 * that has an alternative left, so that every sequence is played once. A decision to interrupt an actor
 * that could have gone on is a preemption, and their number is bounded, because most faults need one or
 * two: bound 0 first, then 1, then 2, so that the simplest schedule that shows a fault is found first.
 *
 * Nothing depends on luck or time: an actor that wants a lock which another one holds cannot go on until
 * it is free, nor one that awaits what nobody has announced; one in a waiting loop goes on after somebody
 * else has made a step, and if nobody can go on it is a deadlock, found at once and described.
 *
 * What it does not see: anything between two points, and weak memory, since a hand-over between threads
 * orders everything. Chance, sanitizers and a model checker are for these.
 *
 * Source: Musuvathi and Qadeer, "Iterative context bounding for systematic testing of multithreaded
 * programs", PLDI 2007 (CHESS).
 */
#ifndef STRESS_SCHEDULE_EXPLORE_H
#define STRESS_SCHEDULE_EXPLORE_H

#include "stress/harness/self.h"

#include <stdbool.h>
#include <stdint.h>

/* A search over executions with at most `preemptions` of `actors` actors. */
void stress_explore_begin(unsigned actors, unsigned preemptions);

/* A search that plays one execution: the decisions in `schedule`, as stress_explore_text wrote them. */
bool stress_explore_replay(unsigned actors, const char *schedule);

/* Called by each actor's thread around its actions: waits for its first turn; gives its last one away. */
void stress_explore_enter(unsigned actor);
void stress_explore_leave(void);

/* Called by main once all actors have been told to enter: the first turn, and the end of the execution. */
void stress_explore_run(void);

/* Prepares the next execution; false when all have been played. */
bool stress_explore_next(void);

/* An execution of this search was longer than can be written down: not all of them have been played. */
bool stress_explore_cut(void);

/* The execution under way, as text: the bound, a colon, one digit per decision. On any thread, which owns it. */
const char *stress_explore_text(void);

/*
 * Decisions that did not find the choices that the same prefix had before, and executions that ended before
 * their given decisions did: something is not repeatable.
 */
uint64_t stress_explore_divergences(void);

/* What is called when no actor can go on, after the fault has been reported. Does not return. */
void stress_explore_on_deadlock(void (*abandon)(void));

#endif
