/*
 * hazard.c: ck_hp's list of records. See hazard.h, and hazards.c for the scan.
 */
#include "gc/reclaim/annotate.h"
#include "gc/reclaim/hazards_scan.h"

const rc_reclaim_info rc_reclaim_info_ = {
    .name = "hazard",
    .description = "hazard pointers in records of Concurrency Kit",
    .source = "Michael, IEEE TPDS 2004: ck_hp",
    .read_cost = "an exchange, a second load of the place, and a store at the end",
    .garbage = "what it named, and a scan's share of each thread that retires",
    .bounded = true,
    .needs_poll = false,
    .read = RC_LOCK_FREE,
    .retire = RC_LOCK_FREE,
};

const size_t rc_hazard_scan_batches_ = 1;

static ck_hp_t domain;

__attribute__((constructor)) static void start(void)
{
    ck_hp_init(&domain, RC_HAZARDS, 0, NULL); /* its own retire is not used */
}

static rc_hazard_block *block_of(ck_stack_entry_t *entry)
{
    if (entry == NULL)
        return NULL;
    size_t offset = offsetof(rc_hazard_block, entry) + offsetof(ck_hp_record_t, global_entry);
    return (rc_hazard_block *)((char *)entry - offset);
}

void rc_hazard_register_(rc_hazard_block *block)
{
    RC_HAPPENS_BEFORE(&domain);
    ck_hp_register(&domain, &block->entry, (void **)block->word);
}

rc_hazard_block *rc_hazard_first_(void)
{
    rc_hazard_block *first = block_of(ck_pr_load_ptr(&domain.subscribers.head));
    RC_HAPPENS_AFTER(&domain);
    return first;
}

rc_hazard_block *rc_hazard_next_(rc_hazard_block *block)
{
    return block_of(CK_STACK_NEXT(&block->entry.global_entry));
}

void rc_hazard_reset_(rc_hazard_block *block)
{
    rc_hazard_clear(block, RC_HAZARD_QUICK);
}

bool rc_hazard_quick_open_(const rc_hazard_block *block)
{
    return rc_hazard_quick_busy(block);
}

/* Readers pay for theirs, and the places change by read-modify-writes, which are barriers. */
bool rc_hazard_barrier_(void)
{
    return true;
}

void rc_scheme_fork_child_(void)
{
}
