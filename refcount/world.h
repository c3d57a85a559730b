/*
 * world.h: all attached threads stand still, but one.
 *
 * The cycle collector must see counts and references that fit together, so it stops the world: it asks
 * every thread, and waits until each stands at a safepoint or in a blocking region, where it touches no
 * object. A thread that attaches, or leaves its blocking region, waits until the world goes on.
 */
#ifndef RC_WORLD_H
#define RC_WORLD_H

#include "refcount/names.h"

#include <stdbool.h>

struct rc_thread;

#if RC_INLINE_BACKEND
#define rc_world_stop_ RC_NAME(world_stop_)
#define rc_world_start_ RC_NAME(world_start_)
#define rc_world_settle_ RC_NAME(world_settle_)
#define rc_world_register_ RC_NAME(world_register_)
#define rc_world_enter_ RC_NAME(world_enter_)
#define rc_world_leave_ RC_NAME(world_leave_)
#define rc_world_stand_ RC_NAME(world_stand_)
#define rc_world_fork_prepare_ RC_NAME(world_fork_prepare_)
#define rc_world_fork_parent_ RC_NAME(world_fork_parent_)
#define rc_world_fork_child_ RC_NAME(world_fork_child_)
#define rc_world_fork_gone_ RC_NAME(world_fork_gone_)
#endif

/*
 * Returns when every other attached thread stands still. A safepoint; if another thread stops the world the
 * caller stands still for it first.
 * Precondition: attached, in no blocking region, has not stopped the world; holds no lock that a thread may
 * want before its next safepoint. Ordering: acquire: all that the others did before they stood still.
 * Progress: blocking: waits for every attached thread's next safepoint. Errors: none.
 */
void rc_world_stop_(void);

/*
 * The others go on. Precondition: the caller has stopped the world. Ordering: release: they see what was done
 * meanwhile. Progress: blocking, for a few instructions.
 */
void rc_world_start_(void);

/*
 * While the world stands still: does what is left to other threads to do with counts, so that every count is
 * the number of references. What turns out to be dead waits for the caller's next safepoint.
 */
void rc_world_settle_(void);

/* ---------------------------------------------------------------------------- for thread.c */

/* A new record. The registry's lock is held. */
void rc_world_register_(struct rc_thread *thread);

/* The calling thread, whose record it is, begins to touch objects; waits while the world stands still. */
void rc_world_enter_(struct rc_thread *thread);

/* It touches none from now on. Lock-free, unless the world is about to stop: then blocking. */
void rc_world_leave_(struct rc_thread *thread);

/* It is at a safepoint and was asked to stand still: returns when the world goes on. */
void rc_world_stand_(struct rc_thread *thread);

/*
 * Around a fork, before all other locks and after them. prepare stands still if the world is to stop, so that
 * the fork finds it running. fork_gone_: a thread that is not in the child.
 */
void rc_world_fork_prepare_(void);
void rc_world_fork_parent_(void);
void rc_world_fork_child_(void);
void rc_world_fork_gone_(struct rc_thread *thread);

#endif
