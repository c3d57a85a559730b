/*
 * list.h: the reclamation schemes, one X(name) each. A new scheme is gc/reclaim/<name>.h and .c, one entry
 * here, and a line of SCHEME_SOURCES in gc/rules.mk. Makefile, tests and benchmarks read this list.
 */
#ifndef RC_RECLAIM_LIST_H
#define RC_RECLAIM_LIST_H

#define RC_SCHEMES(X)                                                                              \
    X(lock)                                                                                        \
    X(epoch)                                                                                       \
    X(hazard)                                                                                      \
    X(hazard_asym)                                                                                 \
    X(rcu_memb)                                                                                    \
    X(rcu_qsbr)                                                                                    \
    X(rcu_bp)

#endif
