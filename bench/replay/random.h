/*
 * random.h: a generator (splitmix64) that is the same on every machine.
 */
#ifndef RC_BENCH_REPLAY_RANDOM_H
#define RC_BENCH_REPLAY_RANDOM_H

#include <stdint.h>

/* A number below n, which is not 0; *state is the seed, and what comes after it. */
static inline uint32_t rc_replay_random(uint64_t *state, uint32_t n)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return (uint32_t)((z ^ z >> 31) % n);
}

/* A new order of what is in `order`. */
static inline void rc_replay_shuffle(uint32_t *order, uint32_t n, uint64_t *state)
{
    for (uint32_t i = n; i > 1; i--) {
        uint32_t j = rc_replay_random(state, i);
        uint32_t swap = order[i - 1];
        order[i - 1] = order[j];
        order[j] = swap;
    }
}

#endif
