/*
 * self.h: what the harness knows of each of its threads: where it is, how far it has come, which locks it
 * holds and which one it waits for. Written by the thread itself, read by the watchdog.
 */
#ifndef STRESS_HARNESS_SELF_H
#define STRESS_HARNESS_SELF_H

#include <stdint.h>

/* The places on a stage. Actors first; the bystander owns objects that the actors use; main only looks. */
enum { STRESS_ACTORS = 4, STRESS_BYSTANDER = STRESS_ACTORS, STRESS_MAIN, STRESS_SELVES };

enum { STRESS_LOCKS_HELD = 24 };

typedef struct stress_self_state {
    _Atomic(const char *) doing; /* the operation under way, NULL between two */
    _Atomic(const char *) point; /* the last one that it came by in it */
    _Atomic uint64_t points, operations;
    _Atomic(const void *) wants;
    _Atomic(const void *) holds[STRESS_LOCKS_HELD];
} __attribute__((aligned(64))) stress_self_state;

/* The calling thread takes a place: its number is stress_self from then on. */
void stress_self_take(unsigned place);

/* The calling thread's number; STRESS_MAIN if it never took one. */
unsigned stress_self(void);

/* "T1", "owner", "main". */
const char *stress_self_name(unsigned place);

stress_self_state *stress_self_state_of(unsigned place);

/* Around an operation on the library. */
void stress_self_begins(const char *operation);
void stress_self_ends(void);

/* The sums over all places. */
uint64_t stress_self_operations(void);
uint64_t stress_self_points(void);

/* The place that holds the lock, or STRESS_SELVES. */
unsigned stress_self_holder(const void *lock);

/* What the threads do, and who waits for whom, as one line into text. */
void stress_self_describe(char *text, unsigned size);

/* For points.c: events of the calling thread. */
void stress_self_at_point(const char *name);
void stress_self_wants(const void *lock);
void stress_self_takes(const void *lock);
void stress_self_frees(const void *lock);

#endif
