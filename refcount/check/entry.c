/*
 * entry.c: what happens to one entry.
 */
#include "refcount/check/table.h"

rc_check_entry *rc_entry_find(rc_shard *shard, const void *address, bool weak)
{
    rc_check_entry *entry = *rc_shard_find(shard, address);
    return entry != NULL && (entry->kind == RC_CHECK_WEAK) == weak ? entry : NULL;
}

void rc_entry_note(rc_check_entry *entry, const rc_check_event *call)
{
    entry->ring[entry->events++ % RC_CHECK_HISTORY] = *call;
}

static bool same_event(const rc_check_event *a, const rc_check_event *b)
{
    return a->site == b->site && a->thread == b->thread && a->op == b->op;
}

rc_check_report rc_entry_report(rc_misuse kind, const rc_check_entry *entry,
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

rc_verdict rc_entry_refuse(rc_shard *shard, rc_misuse kind, rc_check_entry *entry,
                           const rc_check_event *call)
{
    rc_check_report report = rc_entry_report(kind, entry, call);
    rc_entry_note(entry, call);
    rc_shard_unlock(shard);
    rc_check_emit(&report);
    return RC_CHECK_REFUSE;
}

bool rc_entry_usable(const rc_check_entry *entry)
{
    return entry->state == RC_CHECK_IMMORTAL || entry->state == RC_CHECK_FINALIZING ||
           (entry->state == RC_CHECK_LIVE && entry->count > 0);
}

void rc_entry_acquire(rc_check_entry *entry, const rc_check_event *call)
{
    rc_entry_note(entry, call);
    if (entry->state == RC_CHECK_IMMORTAL)
        return;
    entry->count++;
    rc_retains_push(&entry->retains, call->site, call->thread);
}

rc_quarantine_ticket rc_entry_die(rc_check_entry *entry, rc_check_state state)
{
    entry->state = state;
    rc_retains_clear(&entry->retains);
    return (rc_quarantine_ticket){entry->address, entry->serial, entry->size};
}

void rc_entry_free(rc_check_entry *entry)
{
    if (entry != NULL)
        rc_retains_clear(&entry->retains);
    free(entry);
}
