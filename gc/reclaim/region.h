/*
 * region.h: steps, for schemes whose sections protect all that is seen in them.
 */
#ifndef RC_RECLAIM_REGION_H
#define RC_RECLAIM_REGION_H

static inline uintptr_t rc_guard_step_(rc_guard *guard, unsigned step,
                                       const _Atomic(uintptr_t) *place)
{
    (void)step;
    return rc_guard_protect_(guard, place);
}

RC_HOT void rc_guard_stop(rc_guard *guard)
{
    (void)guard;
}

#endif
