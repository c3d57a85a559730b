/*
 * points.c: see points.h.
 */
#include "bench/claims/points.h"

#include <stddef.h>

static _Thread_local void (*at_point)(void);
static _Thread_local void (*at_lock)(rc_lock_event event, const void *lock);

void claims_at_points(void (*reached)(void))
{
    at_point = reached;
}

void claims_at_locks(void (*event)(rc_lock_event event, const void *lock))
{
    at_lock = event;
}

void rc_point_reached(const char *name)
{
    (void)name;
    if (at_point != NULL)
        at_point();
}

void rc_point_lock(rc_lock_event event, const void *lock)
{
    if (at_lock != NULL)
        at_lock(event, lock);
}

void rc_point_waiting(void)
{
}

uint64_t rc_point_clock(uint64_t nanoseconds)
{
    return nanoseconds;
}
