/*
 * peer_c11.c: the pair that a C programmer writes by hand, to measure `atomic` against: one 64-bit
 * C11 atomic, a relaxed addition, an acquire-release subtraction, and free at zero. No saturation,
 * no weak references, no flags.
 */
#include "bench/counts/loops.h"

#include <stdatomic.h>
#include <stdlib.h>

typedef struct counted {
    _Atomic uint64_t count;
} counted;

RC_BENCH_INLINE void retain(void *reference)
{
    counted *object = reference;
    atomic_fetch_add_explicit(&object->count, 1, memory_order_relaxed);
}

RC_BENCH_INLINE void release(void *reference)
{
    counted *object = reference;
    if (__builtin_expect(atomic_fetch_sub_explicit(&object->count, 1, memory_order_acq_rel) == 1,
                         0))
        free(object);
}

RC_BENCH_DEFINE_LOOPS(counter, retain, release)

static void place(void *memory, size_t count)
{
    for (size_t i = 0; i < count; i++)
        atomic_init(&((counted *)((char *)memory + i * RC_BENCH_LINE))->count, 1);
}

/* Nobody counts any more, and the memory is the caller's. */
static void clear(void *memory, size_t count)
{
    (void)memory;
    (void)count;
}

static bool make(void **reference, size_t count)
{
    char *lines = aligned_alloc(RC_BENCH_LINE, count * RC_BENCH_LINE);
    if (lines == NULL)
        return false;
    place(lines, count);
    for (size_t i = 0; i < count; i++)
        reference[i] = lines + i * RC_BENCH_LINE;
    return true;
}

static void discard(void **reference, size_t count)
{
    clear(reference[0], count);
    free(reference[0]);
}

static void create(size_t blocks)
{
    for (size_t i = 0; i < blocks * RC_BENCH_BLOCK; i++) {
        counted *object = malloc(sizeof *object + RC_BENCH_PAYLOAD);
        if (object == NULL)
            return;
        atomic_init(&object->count, 1);
        RC_BENCH_OPAQUE(object);
        release(object);
    }
}

static void copy(void *const *reference, void **copied, size_t count)
{
    rc_bench_copy(reference, copied, count, retain, release);
}

static int attach(void)
{
    return 0;
}

static void detach(void)
{
}

static const rc_bench_pairs pairs = {
    .make = make, .discard = discard, .loop = RC_BENCH_LOOPS(counter)};

extern const rc_bench_kernel rc_bench_c11_kernel;

const rc_bench_kernel rc_bench_c11_kernel = {
    .name = "c11",
    .compiler = __VERSION__,
    .attach = attach,
    .detach = detach,
    .counter = &pairs,
    .create = create,
    .place = place,
    .clear = clear,
    .copy = copy,
};

/* What every creation rests on. The memory is not touched. */
void rc_bench_malloc(size_t blocks, size_t size)
{
    for (size_t i = 0; i < blocks * RC_BENCH_BLOCK; i++) {
        void *memory = malloc(size);
        RC_BENCH_OPAQUE(memory);
        free(memory);
    }
}
