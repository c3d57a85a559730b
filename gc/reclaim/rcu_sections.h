/*
 * rcu_sections.h: the read side of rcu_memb and rcu_bp, where liburcu knows when a section begins and ends.
 *
 * Reader: a counter of its own thread is set to the grace period's number, and the same counter is set back; the
 * barrier is the writer's (membarrier), as in hazard_asym. Between the two nothing is written at all.
 */
#ifndef RC_RECLAIM_RCU_SECTIONS_H
#define RC_RECLAIM_RCU_SECTIONS_H

#include "gc/reclaim/rcu.h"

RC_HOT rc_guard rc_guard_enter(void)
{
    if (rc_unlikely(rc_reclaim_self_ == NULL))
        rc_reclaim_misuse_("rc_guard_enter", "a thread that is not attached");
    rcu_read_lock();
    return (rc_guard){NULL};
}

RC_HOT void rc_guard_exit(rc_guard guard)
{
    (void)guard;
    RC_HAPPENS_BEFORE(&rc_flavour_domain_);
    rcu_read_unlock();
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
    rc_guard_exit((rc_guard){NULL});
}

static inline bool rc_scheme_in_section(void)
{
    return rcu_read_ongoing() != 0;
}

/* Of a thread that ended in some. */
static inline void rc_scheme_end_sections(rc_reclaim_thread *thread)
{
    (void)thread;
    while (rc_scheme_in_section())
        rc_guard_exit((rc_guard){NULL});
}

#endif
