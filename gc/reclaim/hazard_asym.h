/*
 * hazard_asym.h: hazard pointers whose reader pays no barrier.
 *
 * With hazard pointers a reader's store must come before its next load, which costs an exchange of twenty
 * cycles where the load takes one. Scans are rare, so the scan pays: before it reads the names it makes every
 * thread of the process pass a full barrier (membarrier), wherever each of them is. The reader has only to keep
 * the compiler from changing the order.
 *
 *   T1 (reader)                        T2 (retires)
 *                                      takes A out of the place
 *   names A
 *   ... the store is still in T1's store buffer, and T1's load has seen A ...
 *                                      membarrier: T1's store is in memory now   (4)
 *                                      reads all names: A is named
 *
 *   If T1 named A only after the barrier had passed it, then its second look came after too, and A was not in
 *   the place any more. stress/reclaim: race_name_and_scan.
 *
 * C11 has no words for this: it rests on what membarrier(2) promises. Where the kernel has no membarrier, or a
 * test says so, the exchange is paid (rc_hazard_light_ is false), and the order is C11's seq_cst.
 */
#ifndef RC_RECLAIM_HAZARD_ASYM_H
#define RC_RECLAIM_HAZARD_ASYM_H

typedef struct rc_hazard_entry {
    struct rc_hazard_block *next; /* constant once registered */
} rc_hazard_entry;

#include "gc/reclaim/hazards.h"

/* Changes only while no thread is attached. */
extern bool rc_hazard_light_;

/*
 * For tests: whether the light side is used, if the kernel allows it; what was before.
 * Precondition: no thread is attached.
 */
bool rc_hazard_use_light_(bool light);

static inline void rc_hazard_publish(rc_hazard_block *block, unsigned index, uintptr_t word)
{
    if (rc_likely(rc_hazard_light_)) {
        /*
         * (2) release: pairs with (3), which may read this instead of the clearing before it: what we used under
         * the last name is over.
         */
        rc_store_release(&block->word[index], word);
        rc_barrier_light(); /* pairs with (4) */
    } else {
        rc_exchange_seq_cst(&block->word[index], word); /* (2) seq_cst: before (1); release: as above */
    }
}

static inline void rc_hazard_publish_everything(rc_hazard_block *block)
{
    rc_fetch_add_seq_cst(&block->everything, 1); /* (2) seq_cst: before (1) */
}

#endif
