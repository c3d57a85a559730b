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
 * The quick word. Most sections load what this thread's last section loaded. So the word keeps its name when the
 * section ends, and a second word, OPEN, says whether it counts. A section that finds its name there already has
 * nothing to publish and nothing to look at twice:
 *
 *   T1 (reader)                        T2 (retires)
 *   names A, some time ago; OPEN = 0
 *   OPEN = 1
 *   reads the place: A, as named
 *                                      takes A out of the place
 *                                      membarrier: OPEN is 1 in memory            (4)
 *                                      OPEN is 1, so the name counts: keeps A
 *
 *   If OPEN is 0 to T2, then T1 sets it after the barrier, and finds that the place has changed. A name that does
 *   not count holds nothing back: what a section used can go when it ends, as with every other word.
 *
 * C11 has no words for this: it rests on what membarrier(2) promises. Where the kernel has no membarrier, or a
 * test says so, the exchange is paid (rc_hazard_light_ is false), and the order is C11's seq_cst. Then OPEN is
 * always 1: the quick word is busy for ever, and all guards take the other way.
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
        /* (2) seq_cst: before (1); release: as above */
        rc_exchange_seq_cst(&block->word[index], word);
    }
}

static inline bool rc_hazard_quick_busy(const rc_hazard_block *block)
{
    /* relaxed: only this thread writes it */
    return rc_load_relaxed(&block->word[RC_HAZARD_OPEN]) != 0;
}

static inline uintptr_t rc_hazard_quick_load(rc_hazard_block *block,
                                             const _Atomic(uintptr_t) *place)
{
    /* (2) release: as in rc_hazard_publish: may be read instead of the 0 before it */
    rc_store_release(&block->word[RC_HAZARD_OPEN], 1);
    rc_barrier_light(); /* pairs with (4) */
    RC_POINT("hazard_open");
    uintptr_t word = rc_load_acquire(place); /* (1) acquire: the barrier has ordered it */
    /* relaxed: as in rc_hazard_quick_busy */
    while (rc_unlikely(rc_load_relaxed(&block->word[RC_HAZARD_QUICK]) != word)) {
        /* (2) release: as in rc_hazard_publish */
        rc_store_release(&block->word[RC_HAZARD_QUICK], word);
        rc_barrier_light(); /* pairs with (4) */
        RC_POINT("hazard_published");
        word = rc_load_acquire(place); /* (1) acquire: as above */
    }
    return word;
}

static inline void rc_hazard_quick_end(rc_hazard_block *block)
{
    rc_hazard_clear(block, RC_HAZARD_OPEN);
}

/* The name is read after this; one that is published later is looked at twice. */
static inline bool rc_hazard_quick_counts(rc_hazard_block *block)
{
    return rc_load_seq_cst(&block->word[RC_HAZARD_OPEN]) != 0; /* (3) seq_cst: as in mark_named */
}

#endif
