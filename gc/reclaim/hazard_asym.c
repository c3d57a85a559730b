/*
 * hazard_asym.c: the heavy side. See hazard_asym.h, and hazards.c for the scan.
 */
#include "gc/reclaim/hazards_scan.h"

const rc_reclaim_info rc_reclaim_info_ = {
    .name = "hazard_asym",
    .description = "hazard pointers; the scan pays for the reader's barrier",
    .source = "Michael, IEEE TPDS 2004; the asymmetric barrier as in liburcu and Folly",
    .read_cost = "a store at each end, and a look at the thread's last name",
    .garbage = "what it named, and a scan's share of each thread that retires",
    .bounded = true,
    .needs_poll = false,
    .read = RC_LOCK_FREE,
    .retire = RC_LOCK_FREE,
};

/* A scan costs a system call and interrupts: worth some hundred objects. */
const size_t rc_hazard_scan_batches_ = 4;

bool rc_hazard_light_;
static _Atomic(rc_hazard_block *) blocks;

__attribute__((constructor)) static void choose(void)
{
    rc_hazard_light_ = rc_platform_barrier_prepare();
}

bool rc_hazard_use_light_(bool light)
{
    bool before = rc_hazard_light_;
    rc_hazard_light_ = light && rc_platform_barrier_prepare();
    return before;
}

void rc_hazard_register_(rc_hazard_block *block)
{
    block->entry.next = rc_load_relaxed(&blocks); /* relaxed: the exchange checks it */
    /*
     * (5) seq_cst: pairs with (6): the block is complete; and before its first name is published: a scan that does
     * not see the block comes before the name.
     */
    while (!rc_cas_seq_cst(&blocks, &block->entry.next, block))
        continue;
}

rc_hazard_block *rc_hazard_first_(void)
{
    return rc_load_seq_cst(&blocks); /* (6) seq_cst: pairs with (5) */
}

rc_hazard_block *rc_hazard_next_(rc_hazard_block *block)
{
    return block->entry.next;
}

void rc_hazard_reset_(rc_hazard_block *block)
{
    /* (2) release: as in rc_hazard_clear */
    rc_store_release(&block->word[RC_HAZARD_OPEN], rc_hazard_light_ ? 0 : 1);
}

bool rc_hazard_quick_open_(const rc_hazard_block *block)
{
    return rc_hazard_light_ && rc_hazard_quick_busy(block);
}

bool rc_hazard_barrier_(void)
{
    /* (4) the heavy side. If it fails, the system has changed its mind: better no scan than a wrong one. */
    return !rc_hazard_light_ || rc_platform_barrier_all();
}

/* The only thread left needs no barrier against itself, nor against a section of its own that is open. */
void rc_scheme_fork_child_(void)
{
    if (!rc_hazard_light_ || rc_platform_barrier_prepare())
        return;
    rc_hazard_light_ = false;
    if (rc_reclaim_own_ != NULL)
        rc_store_relaxed(&rc_reclaim_own_->scheme.block.word[RC_HAZARD_OPEN], 1);
}
