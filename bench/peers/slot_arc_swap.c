/*
 * slot_arc_swap.c: Rust's arc-swap; its loops are in slot_arc_swap.rs.
 */
#include "bench/slots/slots.h"

void *rc_peer_arc_swap_make(size_t count);
void rc_peer_arc_swap_discard(void *slots, size_t count);
rc_bench_slot_loop rc_peer_arc_swap_load, rc_peer_arc_swap_borrow, rc_peer_arc_swap_chain,
    rc_peer_arc_swap_store, rc_peer_arc_swap_give, rc_peer_arc_swap_cas, rc_peer_arc_swap_mix,
    rc_peer_arc_swap_mix_borrow;

static const rc_bench_slot_table table = {
    .name = "arc_swap",
    .description = "peer: Rust's ArcSwap: a reader's debt is paid by the writer",
    .rank = 2,
    .make = rc_peer_arc_swap_make,
    .discard = rc_peer_arc_swap_discard,
    .loop = {[RC_BENCH_LOAD] = rc_peer_arc_swap_load,
             [RC_BENCH_BORROW] = rc_peer_arc_swap_borrow,
             [RC_BENCH_CHAIN] = rc_peer_arc_swap_chain,
             [RC_BENCH_STORE] = rc_peer_arc_swap_store,
             [RC_BENCH_GIVE] = rc_peer_arc_swap_give,
             [RC_BENCH_CAS] = rc_peer_arc_swap_cas,
             [RC_BENCH_MIX] = rc_peer_arc_swap_mix,
             [RC_BENCH_MIX_BORROW] = rc_peer_arc_swap_mix_borrow},
};

__attribute__((constructor)) static void add(void)
{
    rc_bench_add_slots(&table);
}
