/*
 * export.c: the names of gc/ that a backend's library exports, the same for every backend: rc_slot_load,
 * rc_guard_enter ... Compiled once per backend, with the default scheme. See refcount/export.c.
 */
#include "gc/api.h"
#include "gc/links.h"
#include "gc/slot.h"
#include "gc/tagged.h"
#include "refcount/export.h"

#include <string.h>

RC_GC_API(RC_EXPORT_F, RC_EXPORT_P)

/* A guard goes in and out in the room that the ABI has for it. */
extern rc_any_guard export_guard_enter(void) __asm__("rc_guard_enter");
rc_any_guard export_guard_enter(void)
{
    rc_any_guard any = {{0}};
    rc_guard guard = rc_guard_enter();
    memcpy(&any, &guard, sizeof guard);
    return any;
}

extern void export_guard_exit(rc_any_guard any) __asm__("rc_guard_exit");
void export_guard_exit(rc_any_guard any)
{
    rc_guard guard;
    memcpy(&guard, &any, sizeof guard);
    rc_guard_exit(guard);
}
