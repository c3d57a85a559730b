/*
 * own_memory.h: the objects of a peer that bring their own memory, for an adapter that has count_new and
 * count_drop.
 */
#ifndef RC_BENCH_COUNTS_OWN_MEMORY_H
#define RC_BENCH_COUNTS_OWN_MEMORY_H

#include "bench/counts/kernel.h"

static void count_drop(void *batch, size_t count);

/* With a header and malloc's own word the payload makes an object that takes about a line. */
static bool count_make(void **reference, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if ((reference[i] = count_new(RC_BENCH_PAYLOAD)) == NULL)
            return false; /* and the program ends */
    }
    return true;
}

static void count_discard(void **reference, size_t count)
{
    count_drop(reference, count);
}

/* Made in the order of the lines, each of which holds its object's address for as long as it takes. */
static void count_place(void *memory, void **reference, size_t count)
{
    char *line = (char *)memory;
    for (size_t i = 0; i < count; i++, line += RC_BENCH_LINE)
        *(void **)line = count_new(RC_BENCH_PAYLOAD);
    for (size_t i = 0; i < count; i++)
        reference[i] = *(void **)reference[i];
}

static void count_clear(void **reference, size_t count)
{
    count_drop(reference, count);
}

#endif
