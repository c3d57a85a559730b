/*
 * api.h: the collector's public operations as lists, in the form of refcount/api.h: for the tables of a backend
 * (gc/cycles/ops.h), and for the exported names of the libraries.
 */
#ifndef RC_GC_CYCLES_API_H
#define RC_GC_CYCLES_API_H

#define RC_CYCLES_API(F, P)                                                                        \
    F(size_t, collect, (void), ())                                                                 \
    F(size_t, gc_collect_young, (void), ())                                                        \
    F(size_t, gc_collect_sliced, (void), ())                                                       \
    P(gc_set_slice, (size_t looks), (looks))                                                       \
    P(gc_enable, (void), ())                                                                       \
    P(gc_disable, (void), ())                                                                      \
    F(bool, gc_is_enabled, (void), ())                                                             \
    P(gc_set_threshold, (size_t objects), (objects))                                               \
    F(size_t, gc_get_threshold, (void), ())                                                        \
    P(gc_get_stats, (rc_gc_stats * stats), (stats))                                                \
    P(gc_set_debug, (unsigned flags, rc_gc_report *report, void *arg), (flags, report, arg))       \
    P(gc_set_seed, (uint64_t seed), (seed))                                                        \
    P(gc_freeze, (void), ())                                                                       \
    P(gc_unfreeze, (void), ())                                                                     \
    F(bool, gc_is_tracked, (const void *object), (object))                                         \
    F(bool, gc_is_finalized, (const void *object), (object))

#endif
