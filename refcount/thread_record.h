/*
 * thread_record.h: what the library keeps of a thread.
 *
 * A record belongs to an identity (rc_platform_thread_token), not to one thread: it is never freed, and
 * a later thread with the same identity takes it over, with the objects that the earlier one still owned.
 * Other threads find a record by the token that an object carries; registering one is the only write to
 * the table that they can meet, so that finding takes no lock.
 */
#ifndef RC_THREAD_RECORD_H
#define RC_THREAD_RECORD_H

#include "refcount/atomics.h"
#include "refcount/counter.h"
#include "refcount/platform.h"
#include "refcount/thread_words.h"

/* What others may ask of a thread; it looks at its next safepoint. */
#define RC_REQUEST_DRAIN 1u     /* its queue of counts */
#define RC_REQUEST_OBSERVERS 2u /* its observers (observer.h) */
#define RC_REQUEST_STOP 4u      /* whether the world stops (world.h) */
#define RC_REQUEST_GIL 8u       /* the interpreter lock that it holds (gil.h) */
#define RC_REQUEST_TICKS 16u    /* the same, at every safepoint: never cleared by an answer */

/* Added to by the thread itself, or by any thread in rc_thread_stray_; read by rc_get_stats. */
typedef struct rc_thread_sums {
    _Atomic uint64_t created, created_bytes, destroyed, destroyed_bytes, queued, merged;
} rc_thread_sums;

/*
 *   state      counter queue   others may
 *   FREE       closed          merge in the place of the thread that is gone
 *   ATTACHED   open            queue objects for it, ask it
 *   BLOCKED    closed          merge in its place
 *   LEAVING    open            queue; it drains until nothing is left
 */
typedef enum rc_thread_state {
    RC_THREAD_FREE,
    RC_THREAD_ATTACHED,
    RC_THREAD_BLOCKED,
    RC_THREAD_LEAVING
} rc_thread_state;

typedef struct rc_thread {
    uint64_t token;       /* constant */
    const void *identity; /* changes only while the record is free: what the token was made from */
    struct rc_thread *next;    /* constant once registered: the next record in its bucket */
    struct rc_thread *earlier; /* the same: the one that was registered before it */
    _Atomic uint32_t request;
    _Atomic uint32_t where; /* world.c */
    rc_counter_thread counter;
    rc_thread_words words;
    rc_thread_sums sums;
    /* The rest belongs to the thread itself, or to whoever holds the registry's lock: so relaxed is enough. */
    _Atomic rc_thread_state state;
    unsigned attached; /* nested attach calls */
    unsigned blocked;  /* nested blocking regions */
} __attribute__((aligned(64))) rc_thread;

#define rc_thread_self_ RC_NAME(thread_self_)
#define rc_thread_stray_ RC_NAME(thread_stray_)
#define rc_thread_find_ RC_NAME(thread_find_)
#define rc_thread_ask_ RC_NAME(thread_ask_)
#define rc_thread_ask_all_ RC_NAME(thread_ask_all_)
#define rc_thread_each_ RC_NAME(thread_each_)
#define rc_thread_tally_created_ RC_NAME(thread_tally_created_)
#define rc_thread_untally_created_ RC_NAME(thread_untally_created_)
#define rc_thread_tally_destroyed_ RC_NAME(thread_tally_destroyed_)

/* The calling thread's record, NULL while it is not attached. */
extern RC_THREAD_LOCAL rc_thread *rc_thread_self_;

/* Counts for the threads that are not attached. */
extern rc_thread_sums rc_thread_stray_;

/* The record of an identity, or NULL if no thread ever had it. Wait-free but for the bucket's length. */
rc_thread *rc_thread_find_(uint64_t token);

/* Sets a request; it happens after whatever the caller did before. */
void rc_thread_ask_(rc_thread *thread, uint32_t request);

/* The same for every thread that is attached now. Lock-free. */
void rc_thread_ask_all_(uint32_t request);

/* Visits every record, with or without a thread, under the registry's lock. */
void rc_thread_each_(void (*visit)(rc_thread *thread, void *arg), void *arg);

/* When a word overflows, for larger objects, and for threads that are not attached. thread.c */
void rc_thread_tally_created_(size_t size);
void rc_thread_tally_destroyed_(size_t size);

/* Takes back that an object was counted. thread.c */
void rc_thread_untally_created_(size_t size);

static inline rc_thread_sums *rc_thread_sums_of_self(void)
{
    return rc_thread_self_ != NULL ? &rc_thread_self_->sums : &rc_thread_stray_;
}

#endif
