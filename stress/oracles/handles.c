/*
 * handles.c: see handles.h.
 */
#include "stress/oracles/handles.h"

#include "refcount/atomics.h"
#include "refcount/tool/cli.h"
#include "stress/oracles/quarantine.h"
#include "stress/schedule/points.h"

/* relaxed, everywhere here: an oracle must not order the threads that it watches. */
static _Atomic bool gave, refused;

bool stress_handles_went_both_ways(void)
{
    return rc_load_relaxed(&gave) && rc_load_relaxed(&refused);
}

static void note(_Atomic bool *seen)
{
    if (!rc_load_relaxed(seen))
        rc_store_relaxed(seen, true);
}

bool stress_handle_try_new(stress_stage *stage, stress_handle *handle, stress_subject *subject)
{
    stress_self_begins("rc_weak_new");
    stress_point("rc_weak_new");
    *handle = (stress_handle){.subject = subject};
    if (!stress_destroyed(subject))
        handle->weak = stage->ops->weak_new(subject->object);
    handle->block = handle->weak;
    handle->finalized = rc_load_relaxed(&subject->finalized);
    stress_self_ends();
    return handle->weak != NULL || stress_destroyed(subject);
}

void stress_handle_new(stress_stage *stage, stress_handle *handle, stress_subject *subject)
{
    if (!stress_handle_try_new(stage, handle, subject))
        rc_cli_fail("no memory for a weak reference");
}

/* The caller holds what the upgrade gave. Whatever ended before it was taken is known by now. */
static void check_gift(const stress_handle *handle)
{
    if (handle->failed)
        stress_fault(STRESS_CONTRACT, "a weak reference was upgraded by %s after it had failed",
                     stress_self_name(stress_self()));
    else if (rc_load_relaxed(&handle->subject->finalized) != handle->finalized)
        stress_fault(STRESS_CONTRACT, "a weak reference was upgraded by %s after the finalizer",
                     stress_self_name(stress_self()));
}

bool stress_handle_upgrade(stress_stage *stage, stress_handle *handle)
{
    if (handle->weak == NULL || !stress_upgrade(stage, handle->subject, handle->weak)) {
        handle->failed = true;
        note(&refused);
        return false;
    }
    check_gift(handle);
    note(&gave);
    return true;
}

void stress_handle_fails(stress_stage *stage, stress_handle *handle, unsigned count)
{
    stress_self_begins("rc_weak_upgrade");
    for (unsigned i = 0; i < count && handle->weak != NULL; i++) {
        if (stage->ops->weak_upgrade(handle->weak) != NULL) {
            stress_fault(STRESS_CONTRACT, "a weak reference to a dead object was upgraded");
            break;
        }
    }
    stress_self_ends();
}

void stress_handle_free(stress_stage *stage, stress_handle *handle)
{
    stress_self_begins("rc_weak_free");
    stress_point("rc_weak_free");
    stage->ops->weak_free(handle->weak);
    handle->weak = NULL;
    stress_self_ends();
}

void stress_handle_check(const stress_handle *handle)
{
    if (handle->block != NULL && handle->weak == NULL && stress_destroyed(handle->subject) &&
        !stress_quarantine_released(handle->block))
        stress_fault(STRESS_LEAK,
                     "the weak references' block is left, with no reference of any kind");
}
