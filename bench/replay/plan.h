/*
 * plan.h: a trace made ready to be replayed: each thread's own list of steps, and one slot per
 * object that keeps the object's events in order.
 *
 * The recorded order is total, but replaying it as such would leave one thread running at a time.
 * What the program itself relied on is less: each thread does its events in its own order, and the
 * events of one object follow each other. So every step carries its turn, the number of events of
 * the object before it, and a slot counts the events that are done. A thread waits only for the
 * turn of the object at hand; events on different objects overlap as they may.
 *
 * This cannot deadlock: of the steps not yet done, the first in the recorded order has all its
 * predecessors behind it, those of its thread and those of its object, so its thread can do it.
 *
 * The wait also orders memory (kernel.c, (1) and (2)): one event of an object happens before the
 * next. That is what makes the replay legal for a backend without any thread safety.
 */
#ifndef RC_BENCH_REPLAY_PLAN_H
#define RC_BENCH_REPLAY_PLAN_H

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>

#include "bench/trace/reader.h"

enum { RC_REPLAY_TURN_BITS = 30 };

typedef struct rc_replay_step {
    uint32_t object;
    uint32_t turn : RC_REPLAY_TURN_BITS;
    uint32_t op : 2; /* an rc_trace_op */
} rc_replay_step;

/* References to an object that the trace leaves alive. */
typedef struct rc_replay_leftover {
    uint32_t object;
    uint64_t references;
} rc_replay_leftover;

/* What one thread does. It releases the leftovers of the objects that it was the last to touch. */
typedef struct rc_replay_program {
    rc_replay_step *step;
    rc_replay_leftover *leftover;
    uint64_t steps;
    uint32_t leftovers;
} rc_replay_program;

/*
 * An object while it is replayed. A cache line of its own: the replay must not add sharing that
 * the program did not have.
 */
typedef struct rc_replay_slot {
    alignas(64) _Atomic uint32_t turn; /* events that are done */
    _Atomic uint8_t deaths;            /* how often it was destroyed: once is right */
    _Atomic bool last;                 /* its last release has begun: from now on it may die */
    bool survived; /* its last release has returned, and it was alive; whose turn it is writes */
    _Atomic uint32_t died_early; /* 1 + the turn in which it died before its last release */
    void *object;                /* whose turn it is reads and writes; NULL once it is dead */
} rc_replay_slot;

typedef struct rc_replay_plan {
    uint32_t threads, objects;
    uint64_t events;
    rc_replay_program *program; /* by thread */
    rc_replay_slot *slot;       /* by object */
} rc_replay_plan;

/* NULL, or why it cannot be done. */
const char *rc_replay_plan_make(rc_replay_plan *plan, const rc_trace *trace);
void rc_replay_plan_free(rc_replay_plan *plan);

/* Empties the slots for one more replay. */
void rc_replay_plan_reset(rc_replay_plan *plan);

#endif
