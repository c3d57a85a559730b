/*
 * grace.h: what a scheme with grace periods does, for grace.c. A grace period is a stretch of time in which
 * every read section has ended that was open at its start. Grace periods have numbers that grow.
 */
#ifndef RC_RECLAIM_GRACE_H
#define RC_RECLAIM_GRACE_H

#include "gc/reclaim/scheme.h"

/* The number of one that has not begun. What the caller did before happens before it begins. */
uint64_t rc_grace_stamp_(rc_reclaim_thread *thread);

/* The highest number so that it and all before it have passed. What readers did in them happened before. */
uint64_t rc_grace_passed_(rc_reclaim_thread *thread);

/* Does something for the progress of grace periods, without waiting. Hard: at once. */
void rc_grace_try_(rc_reclaim_thread *thread, bool hard);

/* Returns true when the grace period `stamp` has passed; false if none ever will. */
bool rc_grace_wait_(rc_reclaim_thread *thread, uint64_t stamp);

#endif
