/*
 * block.h: what all measured loops share, in C and in C++.
 */
#ifndef RC_BENCH_MICRO_BLOCK_H
#define RC_BENCH_MICRO_BLOCK_H

#include <stddef.h>
#include <stdint.h>

/* Loops run whole blocks of this many operations; it is also the number of objects that take turns. */
enum { RC_BENCH_BLOCK = 256 };

/* Bytes from one counter, or slot, to the next: a cache line each. */
enum { RC_BENCH_LINE = 64 };

/* Payload of a created object. */
enum { RC_BENCH_PAYLOAD = 32 };

/* From here on the compiler knows nothing about pointer p, nor about memory. No instruction. */
#define RC_BENCH_OPAQUE(p) __asm__ volatile("" : "+r"(p) : : "memory")

/* The value is needed here, as far as the compiler knows. No instruction. */
#define RC_BENCH_USE(value) __asm__ volatile("" : : "r"(value))

#define RC_BENCH_UNROLL _Pragma("GCC unroll 8")
#define RC_BENCH_INLINE static inline __attribute__((always_inline))

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A yardstick for the processor: additions in memory, RC_BENCH_BLOCK of them a block, limited by
 * how many instructions it does at a time. Another guest on the same core of the host shows in it,
 * and in nothing that the system counts.
 */
void rc_bench_yardstick(size_t blocks);

/* With what the loops are compiled: of C, because most of them are. */
extern const char rc_bench_compiler[];

#ifdef __cplusplus
}
#endif

/* The next number of a generator that is good enough for the choice of a slot or key; never 0. */
RC_BENCH_INLINE uint64_t rc_bench_random(uint64_t *state)
{
    uint64_t x = *state;
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    return *state = x;
}

#endif
