/*
 * queue.h: where releases wait that only an object's owner can count, and what merges the two counts.
 * Between biased.c and queue.c.
 */
#ifndef RC_COUNTERS_BIASED_QUEUE_H
#define RC_COUNTERS_BIASED_QUEUE_H

#include "refcount/counter.h"

#define rc_biased_merge RC_NAME(counter_merge_)
#define rc_biased_enqueue RC_NAME(counter_enqueue_)

/* With dispose NULL the caller has claimed that this is not the last reference: a dead object is leaked. */
static inline void rc_biased_dispose_if(bool dead, rc_counter *counter, rc_dispose *dispose)
{
    if (dead && dispose != NULL)
        dispose(counter);
}

/*
 * Makes the local and the shared count one, without an owner, and gives up `extra` references on the way.
 * True if none is left. Only for who is alone with the local count: the owner itself, or a thread that
 * has entered the owner's closed queue. Lock-free; ordered as (3).
 */
bool rc_biased_merge(rc_counter *counter, uint32_t extra);

/*
 * The calling thread has made the counter QUEUED, and its reference belongs to the owner's queue from now on:
 * puts it there, or merges in the place of an owner that counts nothing, and disposes if that was the end. False
 * if there is no owner any more: the reference is the caller's again, to release it like any other. Lock-free,
 * as far as malloc is; blocking if there is no memory.
 */
bool rc_biased_enqueue(rc_counter *counter, rc_dispose *dispose);

#endif
