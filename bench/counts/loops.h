/*
 * loops.h: the measured loops, for the files that know the operations to put inside.
 *
 * Unrolled by 8, because a loop's own instructions otherwise hide the difference between a test of
 * the owner and none. Nothing is shared between two operations but the memory: the compiler must
 * take every reference for a new one and forget what it knows of the count.
 */
#ifndef RC_BENCH_COUNTS_LOOPS_H
#define RC_BENCH_COUNTS_LOOPS_H

#include "bench/counts/kernel.h"

typedef void rc_bench_op(void *reference);

RC_BENCH_INLINE void rc_bench_one(void **reference, size_t blocks, rc_bench_op *retain,
                                  rc_bench_op *release)
{
    void *p = reference[0];
    for (size_t block = 0; block < blocks; block++) {
        RC_BENCH_UNROLL
        for (int i = 0; i < RC_BENCH_BLOCK; i++) {
            RC_BENCH_OPAQUE(p);
            retain(p);
            RC_BENCH_OPAQUE(p);
            release(p);
        }
    }
}

RC_BENCH_INLINE void rc_bench_rr(void **reference, size_t blocks, rc_bench_op *retain,
                                 rc_bench_op *release)
{
    for (size_t block = 0; block < blocks; block++) {
        RC_BENCH_UNROLL
        for (int i = 0; i < RC_BENCH_BLOCK; i++) {
            void *p = reference[i];
            RC_BENCH_OPAQUE(p);
            retain(p);
            RC_BENCH_OPAQUE(p);
            release(p);
        }
    }
}

RC_BENCH_INLINE void rc_bench_each(void *const *reference, rc_bench_op *operation)
{
    RC_BENCH_UNROLL
    for (int i = 0; i < RC_BENCH_BLOCK; i++) {
        void *p = reference[i];
        RC_BENCH_OPAQUE(p);
        operation(p);
    }
}

RC_BENCH_INLINE void rc_bench_sep(void **reference, size_t blocks, rc_bench_op *retain,
                                  rc_bench_op *release)
{
    for (size_t block = 0; block < blocks; block++) {
        rc_bench_each(reference, retain);
        rc_bench_each(reference, release);
    }
}

RC_BENCH_INLINE void rc_bench_copy(void *const *reference, void **copy, size_t count,
                                   rc_bench_op *retain, rc_bench_op *release)
{
    RC_BENCH_UNROLL
    for (size_t i = 0; i < count; i++) {
        void *p = reference[i];
        RC_BENCH_OPAQUE(p);
        retain(p);
        copy[i] = p;
    }
    RC_BENCH_UNROLL
    for (size_t i = 0; i < count; i++) {
        void *p = copy[i];
        RC_BENCH_OPAQUE(p);
        release(p);
    }
}

RC_BENCH_INLINE void rc_bench_touch(void *batch, size_t count, size_t times, rc_bench_op *retain,
                                    rc_bench_op *release)
{
    void **reference = (void **)batch;
    for (size_t i = 0; i < count; i++) {
        void *p = reference[i];
        for (size_t time = 0; time < times; time++) {
            RC_BENCH_OPAQUE(p);
            retain(p);
            RC_BENCH_OPAQUE(p);
            release(p);
        }
    }
}

RC_BENCH_INLINE void rc_bench_drop(void *batch, size_t count, rc_bench_op *release)
{
    void **reference = (void **)batch;
    for (size_t i = 0; i < count; i++)
        release(reference[i]);
}

/* The functions <name>_one, <name>_rr and <name>_sep for one pair of operations. */
#define RC_BENCH_DEFINE_LOOPS(name, retain, release)                                               \
    static void name##_one(void **reference, size_t blocks)                                        \
    {                                                                                              \
        rc_bench_one(reference, blocks, retain, release);                                          \
    }                                                                                              \
    static void name##_rr(void **reference, size_t blocks)                                         \
    {                                                                                              \
        rc_bench_rr(reference, blocks, retain, release);                                           \
    }                                                                                              \
    static void name##_sep(void **reference, size_t blocks)                                        \
    {                                                                                              \
        rc_bench_sep(reference, blocks, retain, release);                                          \
    }

#define RC_BENCH_LOOPS(name)                                                                       \
    {                                                                                              \
        [RC_BENCH_ONE] = name##_one, [RC_BENCH_RR] = name##_rr, [RC_BENCH_SEP] = name##_sep        \
    }

#endif
