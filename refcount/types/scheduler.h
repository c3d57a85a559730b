/*
 * scheduler.h: runs many coroutines in turns, on one thread or on several.
 *
 * Each runs until it yields, then others have their turn: nobody is interrupted. A value that is yielded
 * says nothing to the scheduler, and is released.
 *
 *   rc_scheduler *s = rc_scheduler_new(NULL);
 *   rc_scheduler_spawn(s, coroutine);                 any number
 *   rc_scheduler_run(s);                              on one thread, or on each of several
 *   rc_scheduler_free(s);
 *
 * On one thread the counts of all objects that the coroutines share are exact with any backend, `plain` too:
 * a switch happens at a yield, never inside a retain or release. On several threads a coroutine may migrate:
 * it stays with a thread for `stay` steps, then whoever is free takes it. What it owns is then used away
 * from the thread that made it, which `biased` pays for. stay 0: it never leaves the thread that took it.
 */
#ifndef RC_TYPES_SCHEDULER_H
#define RC_TYPES_SCHEDULER_H

#include "refcount/types/coroutine.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct rc_scheduler rc_scheduler;

typedef struct rc_scheduler_options {
    uint64_t stay; /* steps before it may go to another thread; 0: it stays */
    /*
     * What has become of a coroutine that has ended: RC_RETURNED or RC_RAISED, with the value or error, both
     * lent for the call, which comes on the thread that ran it last. NULL: values are released, errors go
     * to rc_error_ignore's function.
     */
    void (*ended)(rc_coroutine *coroutine, rc_outcome outcome, void *value, void *arg);
    void *arg;
} rc_scheduler_options;

typedef struct rc_scheduler_stats {
    uint64_t steps;      /* resumes */
    uint64_t migrations; /* of these, on another thread than the coroutine's one before */
    uint64_t ended;
} rc_scheduler_stats;

/* NULL options are all zero. NULL and ENOMEM if there is no memory. */
RC_MUST_CHECK rc_scheduler *rc_scheduler_new(const rc_scheduler_options *options);

/* Drops the coroutines that have not ended, which closes them. Precondition: nobody runs it. */
void rc_scheduler_free(rc_scheduler *scheduler);

/*
 * Takes over the caller's reference. Any thread, also from a coroutine that it runs. 0, or -1 and ENOMEM:
 * then the reference is still the caller's. Ordering: release to the thread that takes it. Progress: blocking.
 */
RC_MUST_CHECK int rc_scheduler_spawn(rc_scheduler *scheduler, rc_coroutine *coroutine);

/*
 * Runs until no coroutine is left; a thread that finds nothing to do waits for the others, which may spawn
 * or give away more. Comes by a safepoint between steps.
 * Precondition: attached; at most one call on each thread at a time. Progress: the coroutines'.
 */
void rc_scheduler_run(rc_scheduler *scheduler);

/* The sum so far; exact when nobody runs it. */
void rc_scheduler_get_stats(rc_scheduler *scheduler, rc_scheduler_stats *stats);

#ifdef __cplusplus
}
#endif

#endif
