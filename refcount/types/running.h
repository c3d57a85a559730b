/*
 * running.h: which coroutines run on this thread. Internal to types/.
 *
 * The innermost is first; each names the one below it, which has resumed it or delegates to it. All of them
 * are RUNNING, so that only this thread looks at the links.
 */
#ifndef RC_TYPES_RUNNING_H
#define RC_TYPES_RUNNING_H

#include "refcount/critical_section.h"
#include "refcount/innermost.h"
#include "refcount/types/coroutine.h"

#include <errno.h>

#if RC_INLINE_BACKEND
#define rc_coroutine_running_ rc_innermost_.coroutine
#else
extern RC_THREAD_LOCAL rc_coroutine *rc_coroutine_running_; /* coroutine.c */
#endif

/*
 * A critical section belongs to a thread, and its record to a C function's frame. One that a body has begun
 * and not ended when it yields would be resumed without, or on another thread: a broken program, as is one
 * that ends more sections than its own. Both are found at the end of each step.
 */
static inline const void *rc_coroutine_sections_(void)
{
#if RC_INLINE_BACKEND
    return rc_innermost_.section;
#else
    static const char open;
    /* by the table of operations: whether, but not which */
    return rc_section_is_open() ? &open : NULL;
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
