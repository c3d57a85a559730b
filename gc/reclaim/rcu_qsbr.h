/*
 * rcu_qsbr.h: read-copy-update whose readers do nothing at all.
 *
 * A thread says when it holds no borrowed object: at its safepoints, which are quiescent states. Between two of
 * them everything is one read section, and a guard is a promise not to come by a safepoint. The price: a thread
 * that does not come by one holds back all garbage. See flavour.c.
 */
#ifndef RC_RECLAIM_RCU_QSBR_H
#define RC_RECLAIM_RCU_QSBR_H

#include "gc/reclaim/rcu.h"

RC_HOT rc_guard rc_guard_enter(void)
{
    if (rc_unlikely(rc_reclaim_self_ == NULL))
        rc_reclaim_misuse_("rc_guard_enter", "a thread that is not attached");
    return (rc_guard){NULL};
}

RC_HOT void rc_guard_exit(rc_guard guard)
{
    (void)guard;
}

static inline uintptr_t rc_guard_protect_(rc_guard *guard, const _Atomic(uintptr_t) *place)
{
    (void)guard;
    return rc_load_acquire(place); /* acquire: pairs with whoever published the object */
}

#include "gc/reclaim/region.h"

static inline uintptr_t rc_brief_begin_(const _Atomic(uintptr_t) *place)
{
    rc_guard guard = rc_guard_enter();
    return rc_guard_protect_(&guard, place);
}

static inline void rc_brief_end_(void)
{
}

static inline bool rc_scheme_in_section(void)
{
    return false; /* nobody knows */
}

static inline void rc_scheme_end_sections(rc_reclaim_thread *thread)
{
    (void)thread;
}

#endif
