/*
 * histogram.c: a log-linear histogram.
 *
 * A value is cut down to its highest RC_HISTOGRAM_BITS + 1 bits by a shift. What is left is between 32 and 63, if
 * anything was cut off, and numbers the buckets of this shift after those of the smaller ones.
 */
#include "bench/micro/histogram.h"

enum { LINEAR = 1 << RC_HISTOGRAM_BITS };

static unsigned shift_of(uint64_t value)
{
    return value < 2 * LINEAR ? 0 : 63 - (unsigned)__builtin_clzll(value) - RC_HISTOGRAM_BITS;
}

static unsigned bucket_of(uint64_t value)
{
    unsigned shift = shift_of(value);
    return shift * LINEAR + (unsigned)(value >> shift);
}

/* The largest value of a bucket. */
static uint64_t top_of(unsigned bucket)
{
    unsigned shift = bucket < 2 * LINEAR ? 0 : bucket / LINEAR - 1;
    uint64_t first = bucket - shift * LINEAR;
    return (first << shift) + ((UINT64_C(1) << shift) - 1);
}

void rc_histogram_add(rc_histogram *histogram, uint64_t value)
{
    histogram->bucket[bucket_of(value)]++;
    histogram->count++;
    if (value > histogram->max)
        histogram->max = value;
}

void rc_histogram_merge(rc_histogram *histogram, const rc_histogram *other)
{
    for (unsigned i = 0; i < RC_HISTOGRAM_BUCKETS; i++)
        histogram->bucket[i] += other->bucket[i];
    histogram->count += other->count;
    if (other->max > histogram->max)
        histogram->max = other->max;
}

uint64_t rc_histogram_quantile(const rc_histogram *histogram, double fraction)
{
    double exact = fraction * (double)histogram->count;
    uint64_t wanted = (uint64_t)exact + (exact > (double)(uint64_t)exact), seen = 0;
    for (unsigned i = 0; i < RC_HISTOGRAM_BUCKETS; i++) {
        seen += histogram->bucket[i];
        if (seen > 0 && seen >= wanted)
            return top_of(i) < histogram->max ? top_of(i) : histogram->max;
    }
    return histogram->max;
}
