/*
 * hazard.h: hazard pointers of Concurrency Kit: the reader's store is an exchange, which comes before its next
 * load on every processor.
 *
 * What is used of ck_hp are its records and ck_hp_set_fence. Not its scan: with more than CK_HP_CACHE (512) names
 * in all it writes one beyond its array, and overlooks the rest, so that it releases what somebody uses. This
 * library's own scan (hazards.c) walks ck_hp's list of records and needs no array.
 */
#ifndef RC_RECLAIM_HAZARD_H
#define RC_RECLAIM_HAZARD_H

#include <stdint.h>

#include <ck_hp.h>

typedef ck_hp_record_t rc_hazard_entry;

#include "gc/reclaim/hazards.h"

static inline void rc_hazard_publish(rc_hazard_block *block, unsigned index, uintptr_t word)
{
    ck_hp_set_fence(&block->entry, index, (void *)word); /* before (1) */
}

static inline void rc_hazard_publish_everything(rc_hazard_block *block)
{
    rc_fetch_add_seq_cst(&block->everything, 1); /* (2) seq_cst: before (1) */
}

#endif
