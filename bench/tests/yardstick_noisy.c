/*
 * yardstick_noisy.c: a yardstick that says of most repetitions, though not of all, that the processor is slow.
 */
#define rc_bench_yardstick steady_yardstick
#include "bench/micro/yardstick.c"
#undef rc_bench_yardstick

void rc_bench_yardstick(size_t blocks)
{
    static unsigned calls; /* two a repetition; some threads at once may lose one */
    steady_yardstick(calls++ % 8 < 2 ? blocks : 3 * blocks);
}
