/*
 * hazards_scan.h: what a scheme with hazard pointers does for hazards.c.
 */
#ifndef RC_RECLAIM_HAZARDS_SCAN_H
#define RC_RECLAIM_HAZARDS_SCAN_H

#include "gc/reclaim/scheme.h"

/* A block, all of whose words are 0, is found by scans from now on. Lock-free. */
void rc_hazard_register_(rc_hazard_block *block);

/* All blocks, in any order. */
rc_hazard_block *rc_hazard_first_(void);
rc_hazard_block *rc_hazard_next_(rc_hazard_block *block);

/* No guard has the quick word; and whether one has it. On the thread itself. */
void rc_hazard_reset_(rc_hazard_block *block);
bool rc_hazard_quick_open_(const rc_hazard_block *block);

/*
 * Between what this thread did before and the scan that follows: see rc_hazard_publish. False: not possible at
 * the moment, do not scan.
 */
bool rc_hazard_barrier_(void);

/* How many batches wait before a scan, at least. */
extern const size_t rc_hazard_scan_batches_;

#endif
