/*
 * count_c11.c: the pair that a C programmer writes by hand, to measure `atomic` against: one 64-bit
 * C11 atomic, a relaxed addition, an acquire-release subtraction, and free at zero. No saturation,
 * no weak references, no flags.
 */
#include "bench/counts/loops.h"

#include <stdatomic.h>
#include <stdlib.h>

#define COUNT_NAME "c11"
#define COUNT_DESCRIPTION "hand-written 64-bit C11 atomics"
#define count_cell counted

typedef struct counted {
    _Atomic uint64_t count;
} counted;

static void count_begin(counted *object)
{
    atomic_init(&object->count, 1);
}

RC_BENCH_INLINE void count_retain(void *reference)
{
    counted *object = reference;
    atomic_fetch_add_explicit(&object->count, 1, memory_order_relaxed);
}

RC_BENCH_INLINE void count_release(void *reference)
{
    counted *object = reference;
    if (__builtin_expect(atomic_fetch_sub_explicit(&object->count, 1, memory_order_acq_rel) == 1,
                         0))
        free(object);
}

#include "bench/counts/adapter.h"
