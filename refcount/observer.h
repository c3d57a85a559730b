/*
 * observer.h: who else must know what threads do: safe memory reclamation and cycle collection, which
 * stand above this layer and are not known to it.
 *
 * Every member may be NULL. All but the three of a fork are called on the thread that they speak of.
 *
 *   attach     attached from now on. 0, or an errno value: then the attach fails.
 *   begins     touches objects from now on: after attach, a blocking region, or having stood still.
 *   poll       is at a safepoint, and somebody has asked with RC_REQUEST_OBSERVERS.
 *   ends       touches none from now on: before a blocking region or standing still, and before left.
 *   leaving    is about to detach, and may still release objects. True if it did: then all are asked again.
 *   left       is not attached any more. Destructors that ran since `leaving` may have left something: it is
 *              to be handed over, not released.
 *
 * Around a fork: fork_prepare before the library takes any lock of its own, so that an observer may hold its
 * locks while it calls into this layer; fork_parent and fork_child after it has given them back.
 */
#ifndef RC_OBSERVER_H
#define RC_OBSERVER_H

#include "refcount/names.h"

#include <stdbool.h>

typedef struct rc_observer {
    int (*attach)(void);
    void (*begins)(void);
    void (*poll)(void);
    void (*ends)(void);
    bool (*leaving)(void);
    void (*left)(void);
    void (*fork_prepare)(void);
    void (*fork_parent)(void);
    void (*fork_child)(void);
    struct rc_observer *next;
} rc_observer;

#if RC_INLINE_BACKEND
#define rc_observer_add_ RC_NAME(observer_add_)
#define rc_observers_attach_ RC_NAME(observers_attach_)
#define rc_observers_begin_ RC_NAME(observers_begin_)
#define rc_observers_poll_ RC_NAME(observers_poll_)
#define rc_observers_end_ RC_NAME(observers_end_)
#define rc_observers_leaving_ RC_NAME(observers_leaving_)
#define rc_observers_left_ RC_NAME(observers_left_)
#define rc_observers_fork_prepare_ RC_NAME(observers_fork_prepare_)
#define rc_observers_fork_parent_ RC_NAME(observers_fork_parent_)
#define rc_observers_fork_child_ RC_NAME(observers_fork_child_)
#endif

/*
 * From now on the observer is told. Threads that are attached already are unknown to it.
 * Precondition: no thread is attached or attaching: call it from a constructor. Not more than once.
 * Ordering: none. Progress: wait-free. Errors: none.
 */
void rc_observer_add_(rc_observer *observer);

/* Tells all observers. 0, or the errno value of the one that refused; then those before it were told `left`. */
int rc_observers_attach_(void);
void rc_observers_begin_(void);
void rc_observers_poll_(void);
void rc_observers_end_(void);
bool rc_observers_leaving_(void);
void rc_observers_left_(void);
void rc_observers_fork_prepare_(void);
void rc_observers_fork_parent_(void);
void rc_observers_fork_child_(void);

#endif
