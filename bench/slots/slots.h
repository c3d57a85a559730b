/*
 * slots.h: the table through which the suite `slots` reaches the library, a scheme of it, or a peer.
 *
 * The measured loops are behind it, with the operations inline. A file that includes bench/slots/adapter.h
 * makes a table of a few operations and adds it to the list when the program starts: what is linked is
 * measured.
 */
#ifndef RC_BENCH_SLOTS_SLOTS_H
#define RC_BENCH_SLOTS_SLOTS_H

#include "bench/micro/block.h"

#include <stdbool.h>

/*
 * What is done to slots, RC_BENCH_BLOCK times a block.
 *   load      a reference of the slot's object is taken, the object read, the reference dropped
 *   borrow    the object is read without a reference, in a read section of its own
 *   chain     the same, and where the next slot is depends on what was read: it shows the delay, where
 *             `borrow` shows what is left when the processor does several at a time
 *   inside    RC_BENCH_INSIDE reads in one read section, which count as that many
 *   store     a new object is stored; the caller keeps a reference and drops it afterwards
 *   give      a new object is stored, and with it the caller's reference
 *   cas       a new object takes the place of the one that was loaded before, by compare-exchange
 *   mix       of RC_BENCH_SLOTS slots any one is loaded, or one time in ten given a new object
 *   mixborrow the same with borrow for load
 */
typedef enum rc_bench_slot_work {
    RC_BENCH_LOAD,
    RC_BENCH_BORROW,
    RC_BENCH_CHAIN,
    RC_BENCH_INSIDES,
    RC_BENCH_STORE,
    RC_BENCH_GIVE,
    RC_BENCH_CAS,
    RC_BENCH_MIX,
    RC_BENCH_MIX_BORROW,
    RC_BENCH_SLOT_WORKS
} rc_bench_slot_work;

enum { RC_BENCH_SLOTS = 10, RC_BENCH_INSIDE = 4 };

/* `random` is the calling thread's own. */
typedef void rc_bench_slot_loop(void *slots, size_t blocks, uint64_t *random);

/*
 * Of `count` slots any one is read, or given a new object: `stores` times in 65536. Returns the words that were read,
 * or-ed: 0, because all of them are.
 */
typedef uint64_t rc_bench_slot_mix(void *slots, size_t count, unsigned stores, size_t blocks,
                                   uint64_t *random);

/* NULL for what it does not have. */
typedef struct rc_bench_slot_table {
    const char *name;        /* atomic+hazard_asym, boost */
    const char *description; /* a line */
    unsigned rank;           /* the place in the list: ours first, then the peers */
    int (*attach)(void);     /* each thread, before the first use; 0, or -1 and errno */
    void (*detach)(void);    /* nothing that the thread retired is left afterwards */
    void *(*make)(
        size_t count); /* slots, a cache line each, with an object each; NULL: no memory */
    void (*discard)(void *slots, size_t count);
    rc_bench_slot_loop *loop[RC_BENCH_SLOT_WORKS];
    rc_bench_slot_mix *mix_load, *mix_borrow; /* read by load, by borrow */
    uint64_t (*alive)(void);                  /* objects that there are */
} rc_bench_slot_table;

#ifdef __cplusplus
extern "C" {
#endif

/* Before main begins. */
void rc_bench_add_slots(const rc_bench_slot_table *table);

#ifdef __cplusplus
}
#endif

#endif
