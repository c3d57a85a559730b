/*
 * life.c: how addresses come into the shadow, and how they end.
 */
#include "refcount/check/quarantine.h"
#include "refcount/check/table.h"

#include <errno.h>
#include <string.h>

#define POISON 0xdb

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
                    const rc_check_type *type, void *block, size_t size, const rc_check_event *call)
{
    rc_shard *shard = rc_shard_lock(address);
    rc_check_entry **link = rc_shard_find(shard, address), *unused = *link;
    if (unused != NULL && entry != NULL && kind == RC_CHECK_WEAK && unused->kind == kind &&
        unused->state == RC_CHECK_LIVE) {
        rc_entry_acquire(unused, call);
        unused = entry;
    } else {
        if (unused != NULL)
            rc_shard_remove(shard, link);
        if (entry != NULL) {
            *entry = (rc_check_entry){.address = address,
                                      .kind = kind,
                                      .type = type,
                                      .block = block,
                                      .size = size,
                                      .state = RC_CHECK_LIVE,
                                      .serial = ++shard->serial};
            rc_entry_acquire(entry, call);
            rc_shard_insert(shard, entry);
        }
    }
    rc_shard_unlock(shard);
    rc_entry_free(unused);
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
    rc_entry_free(gone);
}

/* ------------------------------------------------------------------------------------ death */

void rc_check_finalizing(const void *object, bool begins)
{
    rc_shard *shard = rc_shard_lock(object);
    rc_check_entry *entry = rc_entry_find(shard, object, false);
    if (entry != NULL) {
        if (begins) {
            rc_check_event call = rc_check_call(RC_CHECK_FINALIZE, NULL);
            rc_entry_note(entry, &call);
        }
        if (entry->state != RC_CHECK_IMMORTAL)
            entry->state = begins ? RC_CHECK_FINALIZING : RC_CHECK_LIVE;
    }
    rc_shard_unlock(shard);
}

void rc_check_destroyed(void *object)
{
    rc_check_event call = rc_check_call(RC_CHECK_DESTROY, NULL);
    rc_quarantine_ticket ticket;
    void *block = NULL;
    rc_shard *shard = rc_shard_lock(object);
    rc_check_entry *entry = rc_entry_find(shard, object, false);
    if (entry != NULL) {
        rc_entry_note(entry, &call);
        ticket = rc_entry_die(entry, RC_CHECK_DEAD);
        block = entry->block;
    }
    rc_shard_unlock(shard);
    if (block == NULL)
        return;
    /* Only the payload: the count must go on refusing whoever still knows the address. */
    memset(object, POISON, ticket.size);
    rc_quarantine_expect(ticket, block);
}

static void end_counter(const rc_counter *counter, rc_dispose **dispose)
{
    rc_check_event call = rc_check_call(RC_CHECK_DESTROY, NULL);
    rc_quarantine_ticket ticket;
    rc_shard *shard = rc_shard_lock(counter);
    rc_check_entry *entry = rc_entry_find(shard, counter, false);
    bool ends = entry != NULL && entry->state != RC_CHECK_DEAD && entry->state != RC_CHECK_LEAKED;
    if (entry != NULL)
        *dispose = entry->dispose;
    if (ends) {
        rc_entry_note(entry, &call);
        ticket = rc_entry_die(entry, RC_CHECK_DEAD);
    }
    rc_shard_unlock(shard);
    if (ends)
        rc_quarantine_add(ticket);
}

rc_dispose *rc_check_disposed(const rc_counter *counter)
{
    rc_dispose *dispose = NULL;
    end_counter(counter, &dispose);
    return dispose;
}

void rc_check_counter_gone(const rc_counter *counter)
{
    rc_dispose *unused;
    end_counter(counter, &unused);
}

/* -------------------------------------------------------------------------------- for tests */

void rc_check_preset(const void *address, uint64_t count)
{
    rc_shard *shard = rc_shard_lock(address);
    rc_check_entry *entry = rc_entry_find(shard, address, false);
    if (entry != NULL) {
        entry->state = count == RC_IMMORTAL ? RC_CHECK_IMMORTAL : RC_CHECK_LIVE;
        entry->count = count;
        rc_retains_clear(&entry->retains);
        entry->retains.nameless = count;
    }
    rc_shard_unlock(shard);
}

size_t rc_check_entries(void)
{
    size_t entries = 0;
    for (unsigned i = 0; i < RC_SHARDS; i++) {
        rc_shard *shard = rc_shard_lock_at(i);
        entries += shard->entries;
        rc_shard_unlock(shard);
    }
    return entries;
}
