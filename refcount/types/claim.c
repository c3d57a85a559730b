/*
 * claim.c: the long ways to claim a coroutine: the first time, and from its owner. See claim.h.
 */
#include "refcount/types/claim.h"

/* Whether threads become owners: whether there is a barrier by which others can take it from them. */
static bool owners;

__attribute__((constructor)) static void prepare(void)
{
    owners = rc_platform_barrier_prepare();
}

/* CREATED becomes `next`; the calling thread is the owner from now on, if it is to run it. */
static bool begin(rc_coroutine *c, uint8_t next)
{
    uint8_t state = RC_CREATED;
    RC_POINT("claim");
    /* (1) acquire: nobody has suspended it; as all others */
    if (!rc_cas_acquire(&c->state, &state, next))
        return false;
    if (next != RC_RUNNING || !(owners || c->routine->confined))
        return true;
    /* relaxed, both: (6) publishes them, and nobody looks before. */
    rc_store_relaxed(&c->own, RC_RUNNING);
    rc_store_relaxed(&c->owner, rc_platform_thread_identity());
    rc_store_release(&c->state, RC_OWNED_); /* (6) release: pairs with (1) in take_over, and (3) */
    return true;
}

/*
 * Nobody is the owner when it returns, and each thread has seen that, or will before it runs the coroutine as one.
 * The child of a fork may have to prepare anew. A system that has the barrier at first and not later leaves
 * nothing that would be safe.
 */
static void disown(rc_coroutine *c)
{
    rc_store_relaxed(&c->owner, NULL); /* relaxed: (5) makes all see it */
    RC_POINT("claim");
    /* (5) the heavy side: pairs with (4) */
    if (!rc_platform_barrier_all() && !(rc_platform_barrier_prepare() && rc_platform_barrier_all()))
        rc_platform_die("membarrier", errno);
    RC_POINT("claim");
}

/* SUSPENDED becomes RUNNING, on a thread that is not the owner, or no more. */
static bool take_over(rc_coroutine *c)
{
    uint8_t state = RC_OWNED_;
    if (c->routine->confined) {
        /* relaxed: the program has ordered the two threads, and the old owner does not look meanwhile. */
        rc_store_relaxed(&c->owner, rc_platform_thread_identity());
        return rc_coroutine_claim_own_(c);
    }
    disown(c);
    /* (1) acquire: pairs with (2): what the owner has done */
    if (rc_load_acquire(&c->own) != RC_SUSPENDED)
        return false;
    RC_POINT("claim");
    return rc_cas_acquire(&c->state, &state, RC_RUNNING); /* (1) acquire: pairs with (6) */
}

static bool claim_suspended(rc_coroutine *c)
{
    if (rc_coroutine_is_own_(c) && rc_coroutine_claim_own_(c))
        return true;
    /* relaxed: a guess, which the exchange checks; who comes here has acquired (6), if it has seen it, by (3). */
    return rc_load_relaxed(&c->state) == RC_OWNED_ ? take_over(c) : rc_coroutine_claim_shared_(c);
}

bool rc_coroutine_claim_(rc_coroutine *c, uint8_t *expected, uint8_t next)
{
    if (RC_COUNTER_ALONE) {
        if (rc_coroutine_claim_alone_(c, *expected, next))
            return true;
    } else if (*expected == RC_CREATED) {
        if (begin(c, next))
            return true;
    } else if (claim_suspended(c)) {
        return true;
    }
    *expected = rc_coroutine_state_(c);
    return false;
}
