/*
 * malloc.c: what every creation rests on. The memory is not touched.
 */
#include "bench/counts/kernel.h"

#include <stdlib.h>

void rc_bench_malloc(size_t blocks, size_t size)
{
    for (size_t i = 0; i < blocks * RC_BENCH_BLOCK; i++) {
        void *memory = malloc(size);
        RC_BENCH_OPAQUE(memory);
        free(memory);
    }
}
