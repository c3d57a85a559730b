/*
 * epoch.h: epochs of Concurrency Kit. A reader marks its record as active, with one exchange, and notes the
 * epoch; the epoch goes on when all active readers have noted it. Orderings are ck_epoch's own.
 *
 * Sections nest in the record. ck_epoch's own sections, which let a long reader make progress, cost two calls
 * and are not used.
 */
#ifndef RC_RECLAIM_EPOCH_H
#define RC_RECLAIM_EPOCH_H

#include "gc/names.h"
#include "gc/reclaim/annotate.h"
#include "refcount/atomics.h"
#include "refcount/platform.h"

#include <ck_epoch.h>

#define rc_epoch_domain_ RC_GC_NAME(epoch_domain_)

/*
 * Two records, because ck_epoch notes the epoch in the record that polls or waits, in some versions always and in
 * 0.7.1 where nobody is active: in the middle of a section that would end the protection of what the section has
 * seen. The writer's is never active.
 */
typedef struct rc_scheme_thread {
    ck_epoch_record_t reader;
    ck_epoch_record_t writer;
    ck_epoch_entry_t probe;   /* asks ck_epoch for a grace period; one at a time */
    uint64_t asked, answered; /* probes; at most one less */
    bool registered;
} rc_scheme_thread;

#include "gc/reclaim/record.h"

struct rc_guard {
    rc_reclaim_thread *thread;
};

extern ck_epoch_t rc_epoch_domain_;

RC_HOT rc_guard rc_guard_enter(void)
{
    rc_reclaim_thread *thread = rc_reclaim_self_;
    if (rc_unlikely(thread == NULL))
        rc_reclaim_misuse_("rc_guard_enter", "a thread that is not attached");
    ck_epoch_begin(&thread->scheme.reader, NULL);
    return (rc_guard){thread};
}

RC_HOT void rc_guard_exit(rc_guard guard)
{
    RC_HAPPENS_BEFORE(&rc_epoch_domain_);
    ck_epoch_end(&guard.thread->scheme.reader, NULL);
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
    rc_guard_exit((rc_guard){rc_reclaim_self_});
}

#endif
