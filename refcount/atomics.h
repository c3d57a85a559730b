/*
 * atomics.h: the only door to C11 atomics.
 *
 * Each operation carries its memory order in its name, so that `grep rc_fetch_` lists every ordering
 * the library relies on, and so that the order reaches the compiler as a literal: gcc turns an order
 * that it cannot see at compile time into seq_cst. There is no fence between threads here: ThreadSanitizer
 * does not model them. seq_cst operations are for hazard pointers, where a store must come before a load.
 *
 * The arguments: p points to an _Atomic object, v and desired are values, expected is a pointer to a
 * plain variable that receives what was found when a compare-exchange fails.
 */
#ifndef RC_ATOMICS_H
#define RC_ATOMICS_H

#include <stdatomic.h>

#define rc_load_relaxed(p) atomic_load_explicit((p), memory_order_relaxed)
#define rc_load_acquire(p) atomic_load_explicit((p), memory_order_acquire)

#define rc_load_seq_cst(p) atomic_load_explicit((p), memory_order_seq_cst)

#define rc_store_relaxed(p, v) atomic_store_explicit((p), (v), memory_order_relaxed)
#define rc_store_release(p, v) atomic_store_explicit((p), (v), memory_order_release)

#define rc_exchange_acquire(p, v) atomic_exchange_explicit((p), (v), memory_order_acquire)
#define rc_exchange_release(p, v) atomic_exchange_explicit((p), (v), memory_order_release)
#define rc_exchange_acq_rel(p, v) atomic_exchange_explicit((p), (v), memory_order_acq_rel)
#define rc_exchange_seq_cst(p, v) atomic_exchange_explicit((p), (v), memory_order_seq_cst)

#define rc_fetch_add_relaxed(p, v) atomic_fetch_add_explicit((p), (v), memory_order_relaxed)
#define rc_fetch_add_acq_rel(p, v) atomic_fetch_add_explicit((p), (v), memory_order_acq_rel)
#define rc_fetch_add_seq_cst(p, v) atomic_fetch_add_explicit((p), (v), memory_order_seq_cst)
#define rc_fetch_sub_relaxed(p, v) atomic_fetch_sub_explicit((p), (v), memory_order_relaxed)
#define rc_fetch_sub_release(p, v) atomic_fetch_sub_explicit((p), (v), memory_order_release)
#define rc_fetch_sub_acq_rel(p, v) atomic_fetch_sub_explicit((p), (v), memory_order_acq_rel)

#define rc_fetch_or_relaxed(p, v) atomic_fetch_or_explicit((p), (v), memory_order_relaxed)
#define rc_fetch_or_acquire(p, v) atomic_fetch_or_explicit((p), (v), memory_order_acquire)
#define rc_fetch_or_release(p, v) atomic_fetch_or_explicit((p), (v), memory_order_release)
#define rc_fetch_or_seq_cst(p, v) atomic_fetch_or_explicit((p), (v), memory_order_seq_cst)
#define rc_fetch_or_acq_rel(p, v) atomic_fetch_or_explicit((p), (v), memory_order_acq_rel)

#define rc_fetch_and_relaxed(p, v) atomic_fetch_and_explicit((p), (v), memory_order_relaxed)
#define rc_fetch_and_acquire(p, v) atomic_fetch_and_explicit((p), (v), memory_order_acquire)

/* The weak forms may fail without cause and belong in loops; the strong ones do not. */
#define rc_cas_weak_relaxed(p, expected, desired)                                                  \
    atomic_compare_exchange_weak_explicit((p), (expected), (desired), memory_order_relaxed,        \
                                          memory_order_relaxed)
#define rc_cas_weak_acquire(p, expected, desired)                                                  \
    atomic_compare_exchange_weak_explicit((p), (expected), (desired), memory_order_acquire,        \
                                          memory_order_relaxed)
#define rc_cas_weak_release(p, expected, desired)                                                  \
    atomic_compare_exchange_weak_explicit((p), (expected), (desired), memory_order_release,        \
                                          memory_order_relaxed)
#define rc_cas_weak_acq_rel(p, expected, desired)                                                  \
    atomic_compare_exchange_weak_explicit((p), (expected), (desired), memory_order_acq_rel,        \
                                          memory_order_relaxed)
#define rc_cas_relaxed(p, expected, desired)                                                       \
    atomic_compare_exchange_strong_explicit((p), (expected), (desired), memory_order_relaxed,      \
                                            memory_order_relaxed)
#define rc_cas_acquire(p, expected, desired)                                                       \
    atomic_compare_exchange_strong_explicit((p), (expected), (desired), memory_order_acquire,      \
                                            memory_order_relaxed)
#define rc_cas_acq_rel(p, expected, desired)                                                       \
    atomic_compare_exchange_strong_explicit((p), (expected), (desired), memory_order_acq_rel,      \
                                            memory_order_relaxed)
#define rc_cas_seq_cst(p, expected, desired)                                                       \
    atomic_compare_exchange_strong_explicit((p), (expected), (desired), memory_order_seq_cst,      \
                                            memory_order_seq_cst)

/*
 * The light side of an asymmetric barrier: the compiler keeps the order of what stands before and after, the
 * processor need not. rc_platform_barrier_all is the other side.
 */
#define rc_barrier_light() atomic_signal_fence(memory_order_seq_cst)

#endif
