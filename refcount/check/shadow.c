/*
 * shadow.c: what is legal, and what an operation changes. The states are described in shadow.h.
 */
#include "refcount/check/quarantine.h"
#include "refcount/check/table.h"

void rc_check_misuse(rc_misuse kind, const void *address, const rc_check_event *call)
{
    rc_check_report report = {.kind = kind, .address = address, .now = *call};
    if (address != NULL) {
        rc_shard *shard = rc_shard_lock(address);
        rc_check_entry *entry = *rc_shard_find(shard, address);
        if (entry != NULL)
            report = rc_entry_report(kind, entry, call);
        rc_shard_unlock(shard);
    }
    rc_check_emit(&report);
}

rc_verdict rc_check_retain(const void *address, const rc_check_event *call)
{
    rc_shard *shard = rc_shard_lock(address);
    rc_check_entry *entry = rc_entry_find(shard, address, false);
    if (entry != NULL && !rc_entry_usable(entry))
        return rc_entry_refuse(shard, RC_MISUSE_ADD_UAF, entry, call);
    if (entry != NULL)
        rc_entry_acquire(entry, call);
    rc_shard_unlock(shard);
    return entry != NULL ? RC_CHECK_FORWARD : RC_CHECK_UNKNOWN_ADDRESS;
}

rc_verdict rc_check_release(const void *address, rc_dispose *dispose, const rc_check_event *call)
{
    rc_shard *shard = rc_shard_lock(address);
    rc_check_entry *entry = rc_entry_find(shard, address, false);
    if (entry == NULL) {
        rc_shard_unlock(shard);
        return RC_CHECK_UNKNOWN_ADDRESS;
    }
    if (entry->state == RC_CHECK_IMMORTAL) {
        rc_entry_note(entry, call);
        rc_shard_unlock(shard);
        return RC_CHECK_FORWARD;
    }
    if (!rc_entry_usable(entry) || entry->count == 0)
        return rc_entry_refuse(shard, RC_MISUSE_SUB_UAF, entry, call);
    if (entry->kind == RC_CHECK_COUNTER && dispose == NULL && entry->count == 1) {
        /* Forwarded all the same: the backend's count should end at zero, as the caller asked for. */
        entry->count = 0;
        rc_quarantine_ticket ticket = rc_entry_die(entry, RC_CHECK_LEAKED);
        rc_entry_refuse(shard, RC_MISUSE_DEC_LEAK, entry, call);
        rc_quarantine_add(ticket);
        return RC_CHECK_FORWARD;
    }
    rc_entry_note(entry, call);
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
    rc_check_entry *entry = rc_entry_find(shard, address, false);
    if (entry != NULL && !rc_entry_usable(entry))
        return rc_entry_refuse(shard, RC_MISUSE_ADD_UAF, entry, call);
    if (entry != NULL)
        rc_entry_note(entry, call);
    rc_shard_unlock(shard);
    return entry != NULL ? RC_CHECK_FORWARD : RC_CHECK_UNKNOWN_ADDRESS;
}

rc_verdict rc_check_make_immortal(const void *address, const rc_check_event *call)
{
    rc_shard *shard = rc_shard_lock(address);
    rc_check_entry *entry = rc_entry_find(shard, address, false);
    if (entry != NULL && !rc_entry_usable(entry))
        return rc_entry_refuse(shard, RC_MISUSE_ADD_UAF, entry, call);
    if (entry != NULL) {
        rc_entry_note(entry, call);
        entry->state = RC_CHECK_IMMORTAL;
    }
    rc_shard_unlock(shard);
    return entry != NULL ? RC_CHECK_FORWARD : RC_CHECK_UNKNOWN_ADDRESS;
}

bool rc_check_may_try(const void *address)
{
    rc_shard *shard = rc_shard_lock(address);
    const rc_check_entry *entry = rc_entry_find(shard, address, false);
    bool dead = entry != NULL && entry->state == RC_CHECK_DEAD;
    rc_shard_unlock(shard);
    return !dead;
}

void rc_check_acquired(const void *address, const rc_check_event *call)
{
    rc_shard *shard = rc_shard_lock(address);
    rc_check_entry *entry = rc_entry_find(shard, address, false);
    if (entry != NULL) {
        /* Not leaked after all: this reference was there, and not noted yet. */
        if (entry->state == RC_CHECK_LEAKED)
            entry->state = RC_CHECK_LIVE;
        rc_entry_acquire(entry, call);
    }
    rc_shard_unlock(shard);
}

bool rc_check_overflows(const void *address, bool saturated, uint64_t max,
                        const rc_check_event *call)
{
    rc_shard *shard = rc_shard_lock(address);
    rc_check_entry *entry = rc_entry_find(shard, address, false);
    bool over =
        entry != NULL && entry->state != RC_CHECK_IMMORTAL && (saturated || entry->count > max);
    if (!over) {
        rc_shard_unlock(shard);
        return false;
    }
    rc_check_report report = rc_entry_report(
        call->op == RC_CHECK_RETAIN ? RC_MISUSE_ADD_OVF : RC_MISUSE_ADD_NOT_ZERO_OVF, entry, call);
    entry->state = RC_CHECK_IMMORTAL;
    rc_shard_unlock(shard);
    rc_check_emit(&report);
    return true;
}

const rc_check_type *rc_check_type_of(const void *object)
{
    rc_shard *shard = rc_shard_lock(object);
    const rc_check_entry *entry = rc_entry_find(shard, object, false);
    const rc_check_type *type = entry != NULL ? entry->type : NULL;
    rc_shard_unlock(shard);
    return type;
}

/* -------------------------------------------------------------------------- weak references */

rc_verdict rc_check_weak_upgrade(const void *weak, const rc_check_event *call)
{
    rc_shard *shard = rc_shard_lock(weak);
    rc_check_entry *entry = rc_entry_find(shard, weak, true);
    if (entry != NULL && entry->state == RC_CHECK_DEAD)
        return rc_entry_refuse(shard, RC_MISUSE_WEAK_UAF, entry, call);
    if (entry != NULL)
        rc_entry_note(entry, call);
    rc_shard_unlock(shard);
    return entry != NULL ? RC_CHECK_FORWARD : RC_CHECK_UNKNOWN_ADDRESS;
}

rc_verdict rc_check_weak_free(const void *weak, const rc_check_event *call)
{
    rc_quarantine_ticket ticket;
    rc_shard *shard = rc_shard_lock(weak);
    rc_check_entry *entry = rc_entry_find(shard, weak, true);
    if (entry != NULL && entry->state == RC_CHECK_DEAD)
        return rc_entry_refuse(shard, RC_MISUSE_WEAK_UAF, entry, call);
    bool last = entry != NULL && --entry->count == 0;
    if (entry != NULL)
        rc_entry_note(entry, call);
    if (last)
        ticket = rc_entry_die(entry, RC_CHECK_DEAD);
    rc_shard_unlock(shard);
    if (last)
        rc_quarantine_add(ticket);
    return entry != NULL ? RC_CHECK_FORWARD : RC_CHECK_UNKNOWN_ADDRESS;
}
