/*
 * thread.h: the threads that touch objects: attach and detach, safepoints, blocking regions, statistics.
 *
 * A thread attaches before it touches the first object and detaches after the last; one that only ends
 * is detached by the library. In between it comes by a safepoint (rc_thread_poll) every now and then,
 * and puts blocking calls between rc_thread_block_begin and rc_thread_block_end, because other threads
 * may be waiting for what only it can do, or may do it in its place while it blocks. Backends that know
 * no owners do nothing at these calls, but a program should not depend on that.
 */
#ifndef RC_THREAD_H
#define RC_THREAD_H

#include "refcount/counter.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The calling thread may touch objects from now on. Nested calls count.
 * Returns 0, or -1 and errno: ENOMEM, or EAGAIN where the system has no more thread exit hooks, or where
 * the thread's identity cannot be told from another's or from none (the thread pointer is a multiple of
 * 256 GiB or not one of 64 bytes, or that far from another attached thread's); or what the reclamation
 * schemes and collectors of the program say (ENOMEM).
 * Ordering: acquire: whatever others did in place of a former thread of the same identity.
 * Progress: blocking.
 */
RC_MUST_CHECK int rc_thread_attach(void);

/*
 * Undoes one rc_thread_attach. The last one hands over or merges all that the thread still owns;
 * destructors may run. Afterwards the thread must not touch objects.
 * Precondition: attached, not in a blocking region; otherwise nothing happens.
 * Ordering: release. Progress: blocking. Errors: none.
 */
void rc_thread_detach(void);

/*
 * A safepoint: does what other threads have asked of this one; destructors may run.
 * Precondition: no reference is in use that the caller does not hold. Harmless when not attached.
 * Ordering: acquire towards who asked. Progress: wait-free if nobody asked, else lock-free; plus that of
 * the destructors. Errors: none.
 */
void rc_thread_poll(void);

/*
 * Around a call that may block. In between the thread must not touch objects; others act in its place.
 * Regions nest. Destructors may run at the beginning, and the end may wait for another thread to finish
 * a few instructions. Without an attached thread nothing happens.
 * Ordering: begin is a release, end an acquire. Progress: wait-free in most backends; in `biased` begin is
 * lock-free, plus the destructors, and end blocking. Errors: none.
 */
void rc_thread_block_begin(void);
void rc_thread_block_end(void);

typedef struct rc_stats {
    uint64_t live_objects; /* created and not yet destroyed */
    uint64_t live_bytes;   /* their payloads */
    uint64_t created;
    uint64_t destroyed;
    uint64_t queued; /* releases that left an object to its owner, or found the owner away */
    uint64_t merged; /* objects whose owner's count and shared count became one */
} rc_stats;

/*
 * The sum over all threads since the program began. Exact when no other thread is busy.
 * Ordering: none. Progress: blocking. Errors: none.
 */
void rc_get_stats(rc_stats *stats);

#ifdef __cplusplus
}
#endif

#if RC_INLINE_BACKEND
#include "refcount/thread_record.h"
#endif

#endif
