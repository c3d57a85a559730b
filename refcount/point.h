/*
 * point.h: named points inside an operation, where a stress test may hold a thread.
 *
 * A point stands between two steps of one operation, where another thread can come in between. In
 * every build but the stress build it is nothing at all; with -DRC_POINTS it calls rc_point_reached,
 * which the stress harness defines: it may yield, wait for a scripted turn, or only count.
 */
#ifndef RC_POINT_H
#define RC_POINT_H

#ifdef RC_POINTS
void rc_point_reached(const char *name);
#define RC_POINT(name) rc_point_reached(name)
#else
#define RC_POINT(name) ((void)0)
#endif

#endif
