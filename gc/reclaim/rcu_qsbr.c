/*
 * rcu_qsbr.c: what rcu_qsbr says of itself. The rest is in rcu_qsbr.h, rcu.c and flavour.c.
 */
#include "gc/reclaim/scheme.h"

const rc_reclaim_info rc_reclaim_info_ = {
    .name = "rcu_qsbr",
    .description = "liburcu by quiescent states: readers do nothing, threads come by safepoints",
    .source = "McKenney, Slingwine, PDCS 1998; Desnoyers et al., IEEE TPDS 2012: liburcu",
    .read_cost = "none",
    .garbage = "without bound: everything that is retired until the thread's next safepoint",
    .bounded = false,
    .needs_poll = true,
    .read = RC_WAIT_FREE,
    .retire = RC_BLOCKING, /* a mutex for a few instructions, where the helper is told */
};
