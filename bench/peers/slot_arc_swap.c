/*
 * slot_arc_swap.c: Rust's arc-swap; its loops are in slot_arc_swap.rs.
 */
#include "bench/slots/slots.h"

void *rc_peer_arc_swap_make(size_t count);
void rc_peer_arc_swap_discard(void *slots, size_t count);
void rc_peer_arc_swap_mix(void *slots, uint64_t count, size_t operations, uint64_t *random, bool borrow);

#define LOOP(name)                                                                                 \
    void rc_peer_arc_swap_##name(void *slots, size_t operations);                                  \
    static void name(void *slots, size_t blocks, uint64_t *random)                                 \
    {                                                                                              \
        (void)random;                                                                              \
        rc_peer_arc_swap_##name(slots, blocks *RC_BENCH_BLOCK);                                    \
    }
LOOP(load)
LOOP(borrow)
LOOP(chain)
LOOP(store)
LOOP(give)
LOOP(cas)

static void mix(void *slots, size_t blocks, uint64_t *random)
{
    rc_peer_arc_swap_mix(slots, RC_BENCH_SLOTS, blocks * RC_BENCH_BLOCK, random, false);
}

static void mix_borrow(void *slots, size_t blocks, uint64_t *random)
{
    rc_peer_arc_swap_mix(slots, RC_BENCH_SLOTS, blocks * RC_BENCH_BLOCK, random, true);
}

static int attach(void)
{
    return 0;
}

static void detach(void)
{
}

static const rc_bench_slot_table table = {
    .name = "arc_swap",
    .description = "peer: Rust's ArcSwap: a reader's debt is paid by the writer",
    .rank = 2,
    .attach = attach,
    .detach = detach,
    .make = rc_peer_arc_swap_make,
    .discard = rc_peer_arc_swap_discard,
    .loop = {[RC_BENCH_LOAD] = load,
             [RC_BENCH_BORROW] = borrow,
             [RC_BENCH_CHAIN] = chain,
             [RC_BENCH_STORE] = store,
             [RC_BENCH_GIVE] = give,
             [RC_BENCH_CAS] = cas,
             [RC_BENCH_MIX] = mix,
             [RC_BENCH_MIX_BORROW] = mix_borrow},
};

__attribute__((constructor)) static void add(void)
{
    rc_bench_add_slots(&table);
}
