/*
 * hazard.h: hazard pointers of Concurrency Kit: the reader's store is an exchange, which comes before its next
 * load on every processor.
 *
 * What is used of ck_hp are its records and ck_hp_set_fence. Not its scan: with more than CK_HP_CACHE (512) names
 * in all it writes one beyond its array, and overlooks the rest, so that it releases what somebody uses. This
 * library's own scan (hazards.c) walks ck_hp's list of records and needs no array.
 *
 * The quick word is busy while it is not 0: it is its own mark, so that taking it and giving it back wait for
 * nothing that was just written. So that it is not 0 when the place is, bit 0 is set.
 */
#ifndef RC_RECLAIM_HAZARD_H
#define RC_RECLAIM_HAZARD_H

#include <stdint.h>

#include <ck_hp.h>

typedef ck_hp_record_t rc_hazard_entry;

#include "gc/reclaim/annotate.h"
#include "gc/reclaim/hazards.h"

static inline void rc_hazard_publish(rc_hazard_block *block, unsigned index, uintptr_t word)
{
    RC_HAPPENS_BEFORE(&block->word[index]); /* as (2): what we used under the last name is over */
    ck_hp_set_fence(&block->entry, index, (void *)word); /* before (1) */
}

static inline bool rc_hazard_quick_busy(const rc_hazard_block *block)
{
    /* relaxed: only this thread writes it */
    return rc_load_relaxed(&block->word[RC_HAZARD_QUICK]) != 0;
}

static inline uintptr_t rc_hazard_quick_load(rc_hazard_block *block,
                                             const _Atomic(uintptr_t) *place)
{
    return rc_hazard_settle(block, RC_HAZARD_QUICK, RC_HAZARD_BUSY, place);
}

static inline void rc_hazard_quick_end(rc_hazard_block *block)
{
    rc_hazard_clear(block, RC_HAZARD_QUICK);
}

static inline bool rc_hazard_quick_counts(rc_hazard_block *block)
{
    (void)block;
    return true;
}

#endif
