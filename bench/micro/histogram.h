/*
 * histogram.h: how often which time was measured: a log-linear histogram.
 *
 * The buckets are one wide up to 64, and from then on there are 32 of them from each power of two to the
 * next, so that none is wider than a 32nd of the values in it.
 */
#ifndef RC_BENCH_MICRO_HISTOGRAM_H
#define RC_BENCH_MICRO_HISTOGRAM_H

#include <stdint.h>

#define RC_HISTOGRAM_BITS 5
#define RC_HISTOGRAM_BUCKETS ((64 - RC_HISTOGRAM_BITS + 1) << RC_HISTOGRAM_BITS)

/* All zero: empty. For one thread. */
typedef struct rc_histogram {
    uint64_t count, max;
    uint64_t bucket[RC_HISTOGRAM_BUCKETS];
} rc_histogram;

#ifdef __cplusplus
extern "C" {
#endif

void rc_histogram_add(rc_histogram *histogram, uint64_t value);

/* Adds all values of the other one. */
void rc_histogram_merge(rc_histogram *histogram, const rc_histogram *other);

/*
 * The smallest value such that `fraction` of all, rounded up to a whole number of them, are not larger; by up
 * to a 32nd too large, but never larger than the largest of all. Precondition: there is one; 0 <= fraction <= 1.
 */
uint64_t rc_histogram_quantile(const rc_histogram *histogram, double fraction);

#ifdef __cplusplus
}
#endif

#endif
