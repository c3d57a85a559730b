/*
 * lock.h: one lock around every read section. The baseline: what it costs to have no scheme.
 *
 * Readers exclude each other. In return nothing is subtle: whoever holds the lock knows that no section is
 * open, and that is a grace period. Orderings are numbered across lock.h and lock.c.
 */
#ifndef RC_RECLAIM_LOCK_H
#define RC_RECLAIM_LOCK_H

#include "gc/names.h"
#include "refcount/atomics.h"
#include "refcount/platform.h"

#define rc_reclaim_mutex_ RC_GC_NAME(reclaim_mutex_)

typedef struct rc_scheme_thread {
    unsigned depth; /* open sections; the lock is held while it is not 0 */
} rc_scheme_thread;

#include "gc/reclaim/record.h"

struct rc_guard {
    rc_reclaim_thread *thread;
};

extern rc_mutex rc_reclaim_mutex_;

/* Somebody wanted the lock for a grace period and did not get it: whoever has it makes one at its end. lock.c */
extern _Atomic bool rc_reclaim_wanted_;
void rc_reclaim_pass_(void);

RC_HOT rc_guard rc_guard_enter(void)
{
    rc_reclaim_thread *thread = rc_reclaim_self_;
    if (rc_unlikely(thread == NULL))
        rc_reclaim_misuse_("rc_guard_enter", "a thread that is not attached");
    if (thread->scheme.depth++ == 0)
        rc_mutex_lock(&rc_reclaim_mutex_);
    return (rc_guard){thread};
}

RC_HOT void rc_guard_exit(rc_guard guard)
{
    if (--guard.thread->scheme.depth > 0)
        return;
    /* relaxed: if not now, the next one does it */
    if (rc_unlikely(rc_load_relaxed(&rc_reclaim_wanted_)))
        rc_reclaim_pass_();
    rc_mutex_unlock(&rc_reclaim_mutex_);
}

static inline uintptr_t rc_guard_protect_(rc_guard *guard, const _Atomic(uintptr_t) *place)
{
    (void)guard;
    return rc_load_acquire(place); /* (1) acquire: pairs with whoever published the object */
}

#include "gc/reclaim/region.h"

static inline uintptr_t rc_brief_begin_(const _Atomic(uintptr_t) *place)
{
    rc_guard guard = rc_guard_enter();
    return rc_guard_protect_(&guard, place);
}

static inline void rc_brief_end_(void)
{
    rc_guard_exit((rc_guard){rc_reclaim_self_});
}

#endif
