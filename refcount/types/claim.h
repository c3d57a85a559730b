/*
 * claim.h: who may run a coroutine: its state as a lock, which has an owner. Internal to types/.
 *
 * Whoever turns CREATED or SUSPENDED into RUNNING runs it. Between any two threads that takes an atomic
 * exchange, which costs more than all the rest of a step; and nearly every coroutine is resumed by one thread
 * all its life. So the thread that resumes it first becomes its owner, and keeps the state in a second byte,
 * `own`, which it alone writes: a store, and then a look whether it is the owner still.
 *
 *   state        own                       who may change it
 *   CREATED      -                         anybody, by exchange
 *   OWNED        RUNNING, SUSPENDED,       `own` is the state, and the owner's. Anybody may turn OWNED into
 *                CLOSED                    RUNNING, once nobody is the owner and `own` is SUSPENDED
 *   RUNNING, SUSPENDED, CLOSED             `own` has no meaning any more. Anybody, by exchange: for good
 *
 * The second thread that comes takes the coroutine away from its owner, as Dekker's two threads would: each
 * writes, and then reads what the other one writes, so that one of them at least sees the other.
 *
 *   T1 (owner)                             T2
 *   own = RUNNING         (4)
 *                                          owner = nobody
 *                                          barrier of all threads  (5)
 *   owner is T1 still? no: T2 came first
 *   own = SUSPENDED       (2)              own is RUNNING: ValueError; SUSPENDED: takes it, by exchange (1)
 *   exchange              (1)
 *
 * The owner must not pay for a barrier between its store and its load, so the other one makes it pass one: a
 * system call and an interrupt, once in the life of a coroutine that changes threads. If T2 finds RUNNING, T1
 * is about to run it, or has just been told that it may not: then both have tried at once, T2 is refused, and
 * T1 goes on by exchange.
 *
 * An owner is a thread identity. One that is used again belongs to a thread that has begun after the owner's
 * end, so it is no other owner at the same time; (1) orders what the two do.
 *
 * C11 has no words for such a barrier: (4) and (5) rest on what membarrier(2) promises. Where the kernel has none,
 * there are owners of confined coroutines only, which the program hands from thread to thread in good order:
 * these are given to their next owner as they are. With a backend that is for one thread at a time `state` alone
 * is used, and needs no exchange.
 *
 * Played by T70 in stress/coro/threads.h, and by the scenarios coroutine-migrates and coroutine-close, which hold
 * threads at the points below.
 *
 * Source: biased locking (Kawachiya and others, OOPSLA 2002), with the asymmetric barrier of gc/reclaim/hazard_asym.h.
 */
#ifndef RC_TYPES_CLAIM_H
#define RC_TYPES_CLAIM_H

#include "refcount/platform.h"
#include "refcount/types/coroutine.h"

#define RC_OWNED_ 4u /* a value of `state` only: one more than RC_CLOSED */

/*
 * Turns the state into `next`, if it is *expected: CREATED, or SUSPENDED into RUNNING. False: it was not, and
 * *expected is what it has been since. claim.c
 */
bool rc_coroutine_claim_(rc_coroutine *c, uint8_t *expected, uint8_t next);

static inline uint8_t rc_coroutine_state_(const rc_coroutine *c)
{
    /* (3) acquire, both: pairs with (2) and (6) */
    uint8_t state = rc_load_acquire(&c->state);
    return state == RC_OWNED_ ? rc_load_acquire(&c->own) : state;
}

/* Whether the calling thread is the owner, or was a moment ago. */
static inline bool rc_coroutine_is_own_(const rc_coroutine *c)
{
    /* relaxed: whoever finds itself has written it, and looks again. */
    return !RC_COUNTER_ALONE && rc_load_relaxed(&c->owner) == rc_platform_thread_identity();
}

/* SUSPENDED becomes RUNNING, after the one above. */
static inline bool rc_coroutine_claim_own_(rc_coroutine *c)
{
    /* (1) acquire: pairs with (2): an earlier thread of this identity. */
    if (rc_unlikely(rc_load_acquire(&c->own) != RC_SUSPENDED))
        return false;
    RC_POINT("claim");
    /* (4) comes before the next look: pairs with (5) in claim.c */
    rc_store_relaxed(&c->own, RC_RUNNING);
    rc_barrier_light();
    RC_POINT("claim");
    if (rc_likely(rc_coroutine_is_own_(c)))
        return true;
    rc_store_release(&c->own, RC_SUSPENDED); /* (2) release: as in rc_coroutine_let_go_ */
    return false;
}

/*
 * `expected` becomes `next`, where only one thread at a time touches objects: nobody comes between the look and
 * the change. relaxed, both: who lets in the next thread orders the two.
 */
static inline bool rc_coroutine_claim_alone_(rc_coroutine *c, uint8_t expected, uint8_t next)
{
    if (rc_unlikely(rc_load_relaxed(&c->state) != expected))
        return false;
    RC_POINT("claim");
    rc_store_relaxed(&c->state, next);
    return true;
}

/* SUSPENDED becomes RUNNING, on a thread that is not the owner. False: it was not, or has an owner. */
static inline bool rc_coroutine_claim_shared_(rc_coroutine *c)
{
    if (RC_COUNTER_ALONE)
        return rc_coroutine_claim_alone_(c, RC_SUSPENDED, RC_RUNNING);
    uint8_t state = RC_SUSPENDED;
    /* (1) acquire: pairs with (2), wherever the coroutine was suspended. */
    return rc_cas_acquire(&c->state, &state, RC_RUNNING);
}

/* RUNNING becomes `next`. The calling thread runs it. */
static inline void rc_coroutine_let_go_(rc_coroutine *c, uint8_t next)
{
    /* relaxed: nobody else changes it meanwhile, nor which of the two it is. */
    _Atomic uint8_t *state = rc_load_relaxed(&c->state) == RC_OWNED_ ? &c->own : &c->state;
    rc_store_release(state, next); /* (2) release: pairs with (1) and (3) */
}

#endif
