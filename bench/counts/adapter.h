/*
 * adapter.h: makes a kernel of a peer's own retain and release. Included at the end of an adapter, in C or
 * C++, which has defined
 *
 *   COUNT_NAME, COUNT_DESCRIPTION            see kernel.h
 *   void count_retain(void *object)
 *   void count_release(void *object)         frees the object with the last reference
 *
 * and either a counter that is a field of the user's own struct
 *
 *   count_cell                               a macro: the type that holds it
 *   void count_begin(count_cell *)           the count is 1; count_release frees with free()
 *
 * or objects that bring their own memory
 *
 *   void *count_new(size_t size)             with a payload of `size` bytes, all 0; NULL: no memory
 *
 * and, if they are for one thread at a time, COUNT_ALONE.
 */
#ifndef RC_BENCH_COUNTS_ADAPTER_H
#define RC_BENCH_COUNTS_ADAPTER_H

#include "bench/counts/loops.h"

#include <stdlib.h>
#include <string.h>

RC_BENCH_DEFINE_LOOPS(count, count_retain, count_release)

#ifdef count_cell
RC_BENCH_INLINE void *count_new(size_t size)
{
    count_cell *cell = (count_cell *)malloc(sizeof *cell + size);
    if (cell != NULL) {
        count_begin(cell);
        memset((void *)(cell + 1), 0, size); /* as rc_new does, and make_shared */
    }
    return cell;
}

static void count_place(void *memory, void **reference, size_t count)
{
    (void)memory;
    for (size_t i = 0; i < count; i++)
        count_begin((count_cell *)reference[i]);
}

/* Nobody counts any more, and the memory is the caller's. */
static void count_clear(void **reference, size_t count)
{
    (void)reference;
    (void)count;
}

static bool count_make(void **reference, size_t count)
{
    char *lines = (char *)aligned_alloc(RC_BENCH_LINE, count * RC_BENCH_LINE);
    for (size_t i = 0; lines != NULL && i < count; i++)
        reference[i] = lines + i * RC_BENCH_LINE;
    if (lines != NULL)
        count_place(lines, reference, count);
    return lines != NULL;
}

static void count_discard(void **reference, size_t count)
{
    count_clear(reference, count);
    free(reference[0]);
}
#else
#include "bench/counts/own_memory.h"
#endif

static bool count_fill(void *batch, size_t count)
{
    void **reference = (void **)batch;
    for (size_t i = 0; i < count; i++) {
        if ((reference[i] = count_new(RC_BENCH_PAYLOAD)) == NULL)
            return false; /* and the program ends */
    }
    return true;
}

static void count_touch(void *batch, size_t count, size_t times)
{
    rc_bench_touch(batch, count, times, count_retain, count_release);
}

static void count_drop(void *batch, size_t count)
{
    rc_bench_drop(batch, count, count_release);
}

RC_BENCH_INLINE void count_create_of(size_t blocks, size_t size)
{
    for (size_t i = 0; i < blocks * RC_BENCH_BLOCK; i++) {
        void *object = count_new(size);
        if (object == NULL)
            return;
        RC_BENCH_OPAQUE(object);
        count_release(object);
    }
}

/* The compiler knows the size, as in a program, and as it does of ours. */
static void count_create(size_t blocks, size_t size)
{
    switch (size) {
#define COUNT_CREATE(bytes)                                                                        \
    case bytes:                                                                                    \
        count_create_of(blocks, bytes);                                                            \
        return;
        RC_BENCH_SIZES(COUNT_CREATE)
#undef COUNT_CREATE
    }
}

static void count_copy(void *const *reference, void **copied, size_t count)
{
    rc_bench_copy(reference, copied, count, count_retain, count_release);
}

#include "bench/counts/enroll.h"

#endif
