/*
 * scheme.h: what a scheme does for the common part, retire.c. All are called on the thread whose record it is, if
 * nothing else is said.
 */
#ifndef RC_RECLAIM_SCHEME_H
#define RC_RECLAIM_SCHEME_H

#include "gc/reclaim.h"

/* The thread has a record from now on: 0 or an errno value. May find what an earlier thread left in it. */
int rc_scheme_attach_(rc_reclaim_thread *thread);
void rc_scheme_left_(rc_reclaim_thread *thread);

/* It will read from now on; it reads nothing from now on; it is at a safepoint (refcount/observer.h). */
void rc_scheme_begins_(rc_reclaim_thread *thread);
void rc_scheme_ends_(rc_reclaim_thread *thread);
void rc_scheme_poll_(rc_reclaim_thread *thread);

/* It is in a read section; false if the scheme does not know. */
bool rc_scheme_reading_(const rc_reclaim_thread *thread);

/* A batch joins the waiting: nothing in it can be found any more by sections that begin now. */
void rc_scheme_stamp_(rc_reclaim_thread *thread, rc_batch *batch);

/*
 * Moves from `waiting` to `ready` what no reader can see any more, and does what is needed that more of them
 * can go, without waiting for any other thread. Hard: even if it costs more than its share.
 */
void rc_scheme_sift_(rc_reclaim_thread *thread, bool hard);

/* Waits until at least one batch could go. The thread is in a blocking region, `waiting` is not empty. */
void rc_scheme_wait_(rc_reclaim_thread *thread);

/* Around a fork; `vanished`, in the child, for the record of each thread that does not exist there. */
void rc_scheme_fork_prepare_(void);
void rc_scheme_fork_parent_(void);
void rc_scheme_fork_child_(void);
void rc_scheme_vanished_(rc_reclaim_thread *thread);

static inline void rc_count_looked(rc_retired *r, size_t looked)
{
    /* relaxed, both: a number, ours */
    rc_store_relaxed(&r->looked, rc_load_relaxed(&r->looked) + looked);
}

static inline void rc_batch_append(rc_batch_list *list, rc_batch *batch)
{
    batch->next = NULL;
    if (list->first == NULL)
        list->first = batch;
    else
        list->last->next = batch;
    list->last = batch;
    list->batches++;
}

static inline rc_batch *rc_batch_take(rc_batch_list *list)
{
    rc_batch *batch = list->first;
    if (batch != NULL) {
        list->first = batch->next;
        list->batches--;
    }
    return batch;
}

#endif
