/*
 * shadow.c: what is legal, and what an operation changes. The states are described in shadow.h.
 */
#include "refcount/check/shadow.h"

#include "refcount/atomics.h"
#include "refcount/check/locks.h"
#include "refcount/check/quarantine.h"
#include "refcount/check/table.h"

#include <errno.h>
#include <string.h>

#define POISON 0xdb

/* ------------------------------------------------------------------------------------ start */

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

/* ---------------------------------------------------------------------------------- entries */

/* The entry of an object or counter, or else of a weak reference; NULL if the address has none. */
static rc_check_entry *find(rc_shard *shard, const void *address, bool weak)
{
    rc_check_entry *entry = *rc_shard_find(shard, address);
    return entry != NULL && (entry->kind == RC_CHECK_WEAK) == weak ? entry : NULL;
}

static void note(rc_check_entry *entry, const rc_check_event *call)
{
    entry->ring[entry->events++ % RC_CHECK_HISTORY] = *call;
}

static bool same_event(const rc_check_event *a, const rc_check_event *b)
{
    return a->site == b->site && a->thread == b->thread && a->op == b->op;
}

static rc_check_report report_of(rc_misuse kind, const rc_check_entry *entry,
                                 const rc_check_event *call)
{
    rc_check_report report = {
        .kind = kind,
        .address = entry->address,
        .what = entry->kind,
        .state = entry->state,
        .count = entry->count,
        .type = entry->type != NULL ? entry->type->name : NULL,
        .now = *call,
    };
    unsigned last = entry->events;
    /* Found out only after it was noted: it is not its own history. */
    if (last > 0 && same_event(&entry->ring[(last - 1) % RC_CHECK_HISTORY], call) &&
        (kind == RC_MISUSE_ADD_OVF || kind == RC_MISUSE_ADD_NOT_ZERO_OVF))
        last--;
    unsigned kept = entry->events < RC_CHECK_HISTORY ? 0 : entry->events - RC_CHECK_HISTORY;
    while (last > kept)
        report.before[report.events++] = entry->ring[--last % RC_CHECK_HISTORY];
    return report;
}

/* Reports, with the shard unlocked: who reads it may use the library. */
static rc_verdict refuse(rc_shard *shard, rc_misuse kind, rc_check_entry *entry,
                         const rc_check_event *call)
{
    rc_check_report report = report_of(kind, entry, call);
    note(entry, call);
    rc_shard_unlock(shard);
    rc_check_emit(&report);
    return RC_CHECK_REFUSE;
}

void rc_check_misuse(rc_misuse kind, const void *address, const rc_check_event *call)
{
    rc_check_report report = {.kind = kind, .address = address, .now = *call};
    if (address != NULL) {
        rc_shard *shard = rc_shard_lock(address);
        rc_check_entry *entry = *rc_shard_find(shard, address);
        if (entry != NULL)
            report = report_of(kind, entry, call);
        rc_shard_unlock(shard);
    }
    rc_check_emit(&report);
}

/* Somebody can hold a reference. */
static bool usable(const rc_check_entry *entry)
{
    return entry->state == RC_CHECK_IMMORTAL || entry->state == RC_CHECK_FINALIZING ||
           (entry->state == RC_CHECK_LIVE && entry->count > 0);
}

static void acquire(rc_check_entry *entry, const rc_check_event *call)
{
    note(entry, call);
    if (entry->state == RC_CHECK_IMMORTAL)
        return;
    entry->count++;
    rc_retains_push(&entry->retains, call->site, call->thread);
}

static rc_quarantine_ticket die(rc_check_entry *entry, rc_check_state state)
{
    entry->state = state;
    rc_retains_clear(&entry->retains);
    return (rc_quarantine_ticket){entry->address, entry->serial, entry->size};
}

static void free_entry(rc_check_entry *entry)
{
    if (entry != NULL)
        rc_retains_clear(&entry->retains);
    free(entry);
}

/* ------------------------------------------------------------------------------------ birth */

rc_check_entry *rc_check_reserve(void)
{
    int saved = errno;
    rc_check_entry *entry = calloc(1, sizeof *entry);
    errno = saved;
    return entry;
}

void rc_check_unreserve(rc_check_entry *entry)
{
    free(entry);
}

void rc_check_track(rc_check_entry *entry, rc_check_kind kind, const void *address,
                    const rc_check_type *type, void *block, size_t size,
                    const rc_check_event *call)
{
    rc_shard *shard = rc_shard_lock(address);
    rc_check_entry **link = rc_shard_find(shard, address), *unused = *link;
    if (unused != NULL && entry != NULL && kind == RC_CHECK_WEAK && unused->kind == kind &&
        unused->state == RC_CHECK_LIVE) {
        acquire(unused, call);
        unused = entry;
    } else {
        if (unused != NULL)
            rc_shard_remove(shard, link);
        if (entry != NULL) {
            *entry = (rc_check_entry){.address = address, .kind = kind, .type = type,
                                      .block = block, .size = size, .state = RC_CHECK_LIVE,
                                      .serial = ++shard->serial};
            acquire(entry, call);
            rc_shard_insert(shard, entry);
        }
    }
    rc_shard_unlock(shard);
    free_entry(unused);
}

void rc_check_forget(const void *address, uint64_t serial)
{
    rc_check_entry *gone = NULL;
    rc_shard *shard = rc_shard_lock(address);
    rc_check_entry **link = rc_shard_find(shard, address);
    if (*link != NULL && (*link)->serial == serial &&
        ((*link)->state == RC_CHECK_DEAD || (*link)->state == RC_CHECK_LEAKED))
        gone = rc_shard_remove(shard, link);
    rc_shard_unlock(shard);
    free_entry(gone);
}

/* ------------------------------------------------------------------------------- operations */

rc_verdict rc_check_retain(const void *address, const rc_check_event *call)
{
    rc_shard *shard = rc_shard_lock(address);
    rc_check_entry *entry = find(shard, address, false);
    if (entry != NULL && !usable(entry))
        return refuse(shard, RC_MISUSE_ADD_UAF, entry, call);
    if (entry != NULL)
        acquire(entry, call);
    rc_shard_unlock(shard);
    return entry != NULL ? RC_CHECK_FORWARD : RC_CHECK_UNKNOWN_ADDRESS;
}

rc_verdict rc_check_release(const void *address, rc_dispose *dispose, const rc_check_event *call)
{
    rc_shard *shard = rc_shard_lock(address);
    rc_check_entry *entry = find(shard, address, false);
    if (entry == NULL) {
        rc_shard_unlock(shard);
        return RC_CHECK_UNKNOWN_ADDRESS;
    }
    if (entry->state == RC_CHECK_IMMORTAL) {
        note(entry, call);
        rc_shard_unlock(shard);
        return RC_CHECK_FORWARD;
    }
    if (!usable(entry) || entry->count == 0)
        return refuse(shard, RC_MISUSE_SUB_UAF, entry, call);
    if (entry->kind == RC_CHECK_COUNTER && dispose == NULL && entry->count == 1) {
        /* Forwarded all the same: the backend's count should end at zero, as the caller asked for. */
        entry->count = 0;
        rc_quarantine_ticket ticket = die(entry, RC_CHECK_LEAKED);
        refuse(shard, RC_MISUSE_DEC_LEAK, entry, call);
        rc_quarantine_add(ticket);
        return RC_CHECK_FORWARD;
    }
    note(entry, call);
    entry->count--;
    rc_retains_pop(&entry->retains, call->thread);
    if (dispose != NULL)
        entry->dispose = dispose;
    rc_shard_unlock(shard);
    return RC_CHECK_FORWARD;
}

rc_verdict rc_check_use(const void *address, const rc_check_event *call)
{
    rc_shard *shard = rc_shard_lock(address);
    rc_check_entry *entry = find(shard, address, false);
    if (entry != NULL && !usable(entry))
        return refuse(shard, RC_MISUSE_ADD_UAF, entry, call);
    if (entry != NULL)
        note(entry, call);
    rc_shard_unlock(shard);
    return entry != NULL ? RC_CHECK_FORWARD : RC_CHECK_UNKNOWN_ADDRESS;
}

rc_verdict rc_check_make_immortal(const void *address, const rc_check_event *call)
{
    rc_shard *shard = rc_shard_lock(address);
    rc_check_entry *entry = find(shard, address, false);
    if (entry != NULL && !usable(entry))
        return refuse(shard, RC_MISUSE_ADD_UAF, entry, call);
    if (entry != NULL) {
        note(entry, call);
        entry->state = RC_CHECK_IMMORTAL;
    }
    rc_shard_unlock(shard);
    return entry != NULL ? RC_CHECK_FORWARD : RC_CHECK_UNKNOWN_ADDRESS;
}

bool rc_check_may_try(const void *address)
{
    rc_shard *shard = rc_shard_lock(address);
    const rc_check_entry *entry = find(shard, address, false);
    bool dead = entry != NULL && entry->state == RC_CHECK_DEAD;
    rc_shard_unlock(shard);
    return !dead;
}

void rc_check_acquired(const void *address, const rc_check_event *call)
{
    rc_shard *shard = rc_shard_lock(address);
    rc_check_entry *entry = find(shard, address, false);
    if (entry != NULL) {
        /* Not leaked after all: this reference was there, and not noted yet. */
        if (entry->state == RC_CHECK_LEAKED)
            entry->state = RC_CHECK_LIVE;
        acquire(entry, call);
    }
    rc_shard_unlock(shard);
}

bool rc_check_overflows(const void *address, bool saturated, uint64_t max, const rc_check_event *call)
{
    rc_shard *shard = rc_shard_lock(address);
    rc_check_entry *entry = find(shard, address, false);
    bool over = entry != NULL && entry->state != RC_CHECK_IMMORTAL &&
                (saturated || entry->count > max);
    if (!over) {
        rc_shard_unlock(shard);
        return false;
    }
    rc_check_report report = report_of(call->op == RC_CHECK_RETAIN ? RC_MISUSE_ADD_OVF
                                                                   : RC_MISUSE_ADD_NOT_ZERO_OVF,
                                       entry, call);
    entry->state = RC_CHECK_IMMORTAL;
    rc_shard_unlock(shard);
    rc_check_emit(&report);
    return true;
}

const rc_check_type *rc_check_type_of(const void *object)
{
    rc_shard *shard = rc_shard_lock(object);
    const rc_check_entry *entry = find(shard, object, false);
    const rc_check_type *type = entry != NULL ? entry->type : NULL;
    rc_shard_unlock(shard);
    return type;
}

/* -------------------------------------------------------------------------- weak references */

rc_verdict rc_check_weak_upgrade(const void *weak, const rc_check_event *call)
{
    rc_shard *shard = rc_shard_lock(weak);
    rc_check_entry *entry = find(shard, weak, true);
    if (entry != NULL && entry->state == RC_CHECK_DEAD)
        return refuse(shard, RC_MISUSE_WEAK_UAF, entry, call);
    if (entry != NULL)
        note(entry, call);
    rc_shard_unlock(shard);
    return entry != NULL ? RC_CHECK_FORWARD : RC_CHECK_UNKNOWN_ADDRESS;
}

rc_verdict rc_check_weak_free(const void *weak, const rc_check_event *call)
{
    rc_quarantine_ticket ticket;
    rc_shard *shard = rc_shard_lock(weak);
    rc_check_entry *entry = find(shard, weak, true);
    if (entry != NULL && entry->state == RC_CHECK_DEAD)
        return refuse(shard, RC_MISUSE_WEAK_UAF, entry, call);
    bool last = entry != NULL && --entry->count == 0;
    if (entry != NULL)
        note(entry, call);
    if (last)
        ticket = die(entry, RC_CHECK_DEAD);
    rc_shard_unlock(shard);
    if (last)
        rc_quarantine_add(ticket);
    return entry != NULL ? RC_CHECK_FORWARD : RC_CHECK_UNKNOWN_ADDRESS;
}
