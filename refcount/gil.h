/*
 * gil.h: an interpreter lock: of all threads that run under it, one at a time touches objects.
 *
 *   rc_gil *gil = rc_gil_new(NULL);              once
 *
 *   rc_thread_attach();                          each thread
 *   rc_gil_take(gil);
 *   for (;;) {
 *       ...                                      touches objects: nobody else does
 *       rc_thread_poll();                        a safepoint: here the lock may change hands
 *       rc_thread_block_begin();                 others run while this thread waits for the outside world
 *       n = read(socket, ...);
 *       rc_thread_block_end();
 *   }
 *   rc_gil_drop(gil);
 *   rc_thread_detach();
 *
 * Between two safepoints a thread that holds the lock is alone, so that the plain counting backend is legal:
 * the lock pays once per switch for what other backends pay at each count. That is not the backend `global`,
 * which takes a lock for every single count.
 *
 * What a thread reads before a safepoint and writes behind it is not protected: others were there meanwhile.
 *
 * There may be several locks in a program, each with its own threads and objects. A thread is under one at a
 * time.
 */
#ifndef RC_GIL_H
#define RC_GIL_H

#include "refcount/names.h"

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if RC_INLINE_BACKEND
#define rc_gil_new RC_NAME(gil_new)
#define rc_gil_free RC_NAME(gil_free)
#define rc_gil_take RC_NAME(gil_take)
#define rc_gil_take_within RC_NAME(gil_take_within)
#define rc_gil_drop RC_NAME(gil_drop)
#define rc_gil_is_held RC_NAME(gil_is_held)
#define rc_gil_set_interval RC_NAME(gil_set_interval)
#define rc_gil_get_interval RC_NAME(gil_get_interval)
#define rc_gil_enable RC_NAME(gil_enable)
#define rc_gil_disable RC_NAME(gil_disable)
#define rc_gil_get_stats RC_NAME(gil_get_stats)
#define rc_gil_let_go_ RC_NAME(gil_let_go_)
#define rc_gil_take_again_ RC_NAME(gil_take_again_)
#define rc_gil_is_asked_ RC_NAME(gil_is_asked_)
#define rc_gil_left_ RC_NAME(gil_left_)
#endif

typedef struct rc_gil rc_gil;

/* When a thread that holds the lock lets others have it, apart from blocking regions. */
typedef enum rc_gil_style {
    /* A waiter is patient for an interval of time, then asks; the holder answers at its next safepoint. */
    RC_GIL_TIMED,
    /* The holder drops it and takes it again after so many safepoints, whether anybody waits or not. */
    RC_GIL_TICKS,
    /* As many safepoints, but in strict order of arrival: who drops it goes to the end of the queue. */
    RC_GIL_TICKET
} rc_gil_style;

/* All zero is what CPython does since 3.2. */
typedef struct rc_gil_options {
    rc_gil_style style;
    uint32_t interval; /* timed: microseconds of patience; 0: RC_GIL_INTERVAL */
    uint32_t ticks;    /* ticks and ticket: safepoints; 0: RC_GIL_TICK_COUNT */
    bool unforced; /* timed: who has dropped it on request does not wait until another one has it */
    bool eager;    /* timed: who comes back from a blocking region asks without patience */
} rc_gil_options;

#define RC_GIL_INTERVAL 5000u
#define RC_GIL_TICK_COUNT 100u

/* Events since the lock was made. */
typedef struct rc_gil_stats {
    uint64_t takes;
    uint64_t switches;  /* takes by another thread than the last holder */
    uint64_t waits;     /* takes that found it taken */
    uint64_t timeouts;  /* a waiter's patience ended, and nobody else had got it meanwhile */
    uint64_t requests;  /* of those, the ones that had to ask: nobody had asked before */
    uint64_t withdrawn; /* requests of waiters that gave up */
    uint64_t drops;     /* at the holder's own wish: in a blocking region, or at the end */
    uint64_t honoured;  /* drops on request, or because the ticks were over */
    uint64_t
        handed; /* of those, the ones after which another thread had it before the dropper again */
    uint64_t retaken; /* and the ones after which the dropper was the next */
    uint64_t
        stood; /* honoured drops whose thread had to wait until another one had taken the lock */
} rc_gil_stats;

/*
 * A lock that nobody holds. NULL options are all zero. Returns NULL and sets errno: ENOMEM, or EINVAL for a
 * style that there is none. Ordering: none. Progress: the allocator's.
 */
RC_MUST_CHECK rc_gil *rc_gil_new(const rc_gil_options *options);

/*
 * Precondition: no thread is under it or waits for it, apart from those that others have seen drop it for the
 * last time, by taking it after them: for these it waits. NULL is ignored. Progress: blocking.
 */
void rc_gil_free(rc_gil *gil);

/*
 * The calling thread is under the lock from now on, and holds it on return. In blocking regions it does not
 * hold it; at safepoints it may lose it for a while. Calls nest.
 * Returns 0, or -1 and errno: EPERM if the thread is not attached, or in a blocking region; EBUSY if it is
 * under another lock. Nothing has changed then.
 * Ordering: acquire: after what all earlier holders did. Progress: blocking.
 * Source: CPython's take_gil.
 */
RC_MUST_CHECK int rc_gil_take(rc_gil *gil);

/* The same, but waits no longer than so many microseconds; then errno is ETIMEDOUT. */
RC_MUST_CHECK int rc_gil_take_within(rc_gil *gil, uint64_t microseconds);

/*
 * Undoes one take. The thread is not under the lock any more after the last. What it still owns of objects
 * under the lock it may not touch: a detach while it holds the lock, which drops it too, can release them.
 * Returns 0, or -1 and errno EPERM if the calling thread does not hold it: nothing has changed then.
 * Ordering: release. Progress: blocking.
 */
int rc_gil_drop(rc_gil *gil);

/* Whether the calling thread holds it. Wait-free. */
RC_MUST_CHECK bool rc_gil_is_held(const rc_gil *gil);

/*
 * The waiters' patience in microseconds, at least 1, from their next wait on. By any thread, at any time.
 * Ordering: none. Wait-free.
 */
void rc_gil_set_interval(rc_gil *gil, uint32_t microseconds);
RC_MUST_CHECK uint32_t rc_gil_get_interval(const rc_gil *gil);

/*
 * Switches the lock off: threads under it run at the same time from now on, and nobody waits for it any
 * more. Precondition: the caller holds it, and the objects are fit for it. -1 and EPERM if it does not.
 * Switches it on again, held by the caller. -1 and errno: EPERM if the caller is not under it; EBUSY if
 * another thread is. Ordering: release; acquire. Progress: blocking.
 */
RC_MUST_CHECK int rc_gil_disable(rc_gil *gil);
RC_MUST_CHECK int rc_gil_enable(rc_gil *gil);

/* Ordering: none. Progress: blocking. */
void rc_gil_get_stats(rc_gil *gil, rc_gil_stats *stats);

/*
 * For thread.c. At the beginning and the end of a blocking region; at a safepoint, whether the lock is to be
 * let go and taken again; when a thread is not attached any more.
 */
void rc_gil_let_go_(void);
void rc_gil_take_again_(void);
bool rc_gil_is_asked_(void);
void rc_gil_left_(void);

#ifdef __cplusplus
}
#endif

#endif
