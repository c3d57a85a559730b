/*
 * point.h: named points inside an operation, where a stress test may hold a thread.
 *
 * A point stands between two steps of one operation, where another thread can come in between. In
 * every build but the stress build it is nothing at all; with -DRC_POINTS it calls rc_point_reached,
 * which the stress harness defines: it may yield, wait for a scripted turn, or only count.
 *
 * Locks and waiting loops report themselves too, so that a schedule knows who can go on, and a watchdog
 * who holds what and who waits for it. What depends on the time asks them for it: a schedule has a clock of its
 * own, or it could not be played again.
 */
#ifndef RC_POINT_H
#define RC_POINT_H

#include <stdint.h>

typedef enum rc_lock_event {
    RC_LOCK_WANTED, /* about to take it */
    RC_LOCK_TAKEN,
    RC_LOCK_FREED /* the lock may be gone by now: its address is only a name */
} rc_lock_event;

/* The harness defines these. */
void rc_point_reached(const char *name);
void rc_point_lock(rc_lock_event event, const void *lock);
void rc_point_waiting(void);
uint64_t rc_point_clock(uint64_t nanoseconds); /* what the real clock shows */

#ifdef RC_POINTS
#define RC_POINT(name) rc_point_reached(name)
#define RC_POINT_LOCK(event, lock) rc_point_lock(event, lock)
#define RC_POINT_WAITING() rc_point_waiting()
#define RC_POINT_CLOCK(nanoseconds) rc_point_clock(nanoseconds)
/* Nanoseconds that a thread sleeps at most before it reports again. */
#define RC_POINT_PATIENCE UINT64_C(20000)
#else
#define RC_POINT(name) ((void)0)
#define RC_POINT_LOCK(event, lock) ((void)0)
#define RC_POINT_WAITING() ((void)0)
#define RC_POINT_CLOCK(nanoseconds) (nanoseconds)
#define RC_POINT_PATIENCE UINT64_MAX
#endif

#endif
