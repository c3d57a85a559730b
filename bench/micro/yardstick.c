/*
 * yardstick.c: how fast the processor is at the moment.
 */
#include "bench/micro/block.h"

const char rc_bench_compiler[] = __VERSION__;

void rc_bench_yardstick(size_t blocks)
{
    uint64_t words[RC_BENCH_BLOCK] = {0};
    for (size_t block = 0; block < blocks; block++) {
        RC_BENCH_UNROLL
        for (int i = 0; i < RC_BENCH_BLOCK; i++) {
            uint64_t *word = &words[i];
            RC_BENCH_OPAQUE(word);
            *word += 16;
            RC_BENCH_OPAQUE(word);
            if (__builtin_expect((*word -= 15) == 0, 0))
                return;
        }
    }
}
