/*
 * rcu_bp.c: what rcu_bp says of itself. The rest is in rcu_sections.h, rcu.c and flavour.c.
 */
#include "gc/reclaim/scheme.h"

const rc_reclaim_info rc_reclaim_info_ = {
    .name = "rcu_bp",
    .description = "liburcu's bulletproof flavour: threads register and leave by themselves",
    .source = "Desnoyers, McKenney, Stern, Dagenais, Walpole, IEEE TPDS 2012: liburcu",
    .read_cost = "a test and a store of the thread's own, behind a pointer, at each end",
    .garbage = "without bound: everything that is retired meanwhile",
    .bounded = false,
    .needs_poll = false,
    .read = RC_WAIT_FREE,
    .retire = RC_BLOCKING, /* a mutex for a few instructions, where the helper is told */
};
