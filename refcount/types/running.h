/*
 * running.h: which coroutines run on this thread. Internal to types/.
 *
 * The innermost is first; each names the one below it, which has resumed it or delegates to it. All of them
 * are RUNNING, so that only this thread looks at the links.
 */
#ifndef RC_TYPES_RUNNING_H
#define RC_TYPES_RUNNING_H

#include "refcount/critical_section.h"
#include "refcount/platform.h"
#include "refcount/types/coroutine.h"

#include <errno.h>

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
            RC_POINT("claim");
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
 * A critical section belongs to a thread, and its record to a C function's frame. One that a body has begun
 * and not ended when it yields would be resumed without, or on another thread: a broken program, as is one
 * that ends more sections than its own. Both are found at the end of each step.
 */
static inline const void *rc_coroutine_sections_(void)
{
#if RC_INLINE_BACKEND
    extern RC_THREAD_LOCAL rc_section *rc_section_innermost_;
    return rc_section_innermost_;
#else
    static const char open;
    return rc_section_is_open() ? &open : NULL; /* by the table of operations: whether, but not which */
#endif
}

static inline void rc_coroutine_check_sections_(const void *before)
{
    if (rc_unlikely(rc_coroutine_sections_() != before))
        rc_platform_die("a coroutine that leaves its critical section open", EDEADLK);
}

/*
 * The innermost one, from `c` on outwards, that handles errors itself. One that forwards names it, so that a
 * long chain that is being closed is not walked for each of its links.
 */
static inline rc_coroutine *rc_coroutine_handler_(rc_coroutine *c)
{
    return c != NULL && c->forwarding ? c->beneath : c;
}

#endif
