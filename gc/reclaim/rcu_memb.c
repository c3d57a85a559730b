/*
 * rcu_memb.c: what rcu_memb says of itself. The rest is in rcu_sections.h, rcu.c and flavour.c.
 */
#include "gc/reclaim/scheme.h"

const rc_reclaim_info rc_reclaim_info_ = {
    .name = "rcu_memb",
    .description = "liburcu with membarrier: two stores of the reader's own, no barrier",
    .source = "Desnoyers, McKenney, Stern, Dagenais, Walpole, IEEE TPDS 2012: liburcu",
    .read_cost = "a store of the thread's own at each end",
    .garbage = "without bound: everything that is retired meanwhile",
    .bounded = false,
    .needs_poll = false,
    .read = RC_WAIT_FREE,
    .retire = RC_BLOCKING, /* a mutex for a few instructions, where the helper is told */
};
