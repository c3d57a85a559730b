/*
 * start.c: what the checked mode sets up before its first operation.
 */
#include "refcount/check/shadow.h"

#include "refcount/atomics.h"
#include "refcount/check/locks.h"
#include "refcount/check/quarantine.h"
#include "refcount/platform.h"

static struct {
    rc_mutex mutex;
    _Atomic bool done;
} start = {.mutex = RC_MUTEX_INITIALIZER};

static void fork_prepare(void)
{
    rc_check_types_lock();
    rc_shards_lock_all();
    rc_quarantine_lock();
}

static void fork_done(void)
{
    rc_quarantine_unlock();
    rc_shards_unlock_all();
    rc_check_types_unlock();
}

void rc_check_start(void)
{
    if (rc_likely(rc_load_acquire(&start.done))) /* (1) acquire: pairs with (2) */
        return;
    rc_mutex_lock(&start.mutex);
    if (!rc_load_relaxed(&start.done)) { /* relaxed: written under the mutex */
        /* Before the library registers its own, so that its locks are taken first. */
        rc_platform_at_fork(fork_prepare, fork_done, fork_done);
        rc_quarantine_install();
        rc_store_release(&start.done, true); /* (2) release: pairs with (1) */
    }
    rc_mutex_unlock(&start.mutex);
}

rc_check_event rc_check_call(rc_check_op op, const void *site)
{
    static _Atomic uint32_t threads;
    static RC_THREAD_LOCAL uint32_t self;
    if (rc_unlikely(self == 0))
        self = rc_fetch_add_relaxed(&threads, 1) + 1; /* relaxed: a number */
    return (rc_check_event){.site = site, .thread = self, .op = op};
}
