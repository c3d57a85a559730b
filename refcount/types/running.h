/*
 * running.h: which coroutines run on this thread. Internal to types/.
 *
 * The innermost is first; each names the one below it, which has resumed it or delegates to it. All of them
 * are RUNNING, so that only this thread looks at the links.
 */
#ifndef RC_TYPES_RUNNING_H
#define RC_TYPES_RUNNING_H

#include "refcount/platform.h"
#include "refcount/types/coroutine.h"

/*
 * Turns the state into `next`, if it is *expected. False: it was not, and *expected is what it was.
 * Where only one thread at a time touches objects, or this one, nobody comes between the look and the change,
 * and no atomic operation is needed, which costs more than all the rest of a step. Who lets in the next
 * thread orders the two.
 */
static inline bool rc_coroutine_claim_(rc_coroutine *c, uint8_t *expected, uint8_t next)
{
    if (RC_COUNTER_ALONE || c->routine->confined) {
        uint8_t state = rc_load_relaxed(&c->state);
        if (rc_likely(state == *expected)) {
            rc_store_relaxed(&c->state, next);
            return true;
        }
        *expected = state;
        return false;
    }
    /* (1) acquire: pairs with (2) in coroutine.c and drive.c, wherever the coroutine was suspended. */
    return rc_cas_acquire(&c->state, expected, next);
}

extern RC_THREAD_LOCAL rc_coroutine *rc_coroutine_running_;

/*
 * The innermost one, from `c` on outwards, that handles errors itself. One that forwards names it, so that a
 * long chain that is being closed is not walked for each of its links.
 */
static inline rc_coroutine *rc_coroutine_handler_(rc_coroutine *c)
{
    return c != NULL && c->forwarding ? c->beneath : c;
}

#endif
