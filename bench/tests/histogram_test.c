/*
 * histogram_test.c: quantiles of the log-linear histogram against those of all values, sorted. TAP.
 */
#include "bench/micro/block.h"
#include "bench/micro/histogram.h"
#include "refcount/tool/tap.h"

#include <stdlib.h>
#include <string.h>

enum { VALUES = 20000 };

static uint64_t values[VALUES];
static rc_histogram histogram, half;

static const double fractions[] = {0, 0.001, 0.25, 0.5, 0.9, 0.99, 0.999, 0.9999, 1};

static int by_value(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* The smallest of the sorted values such that `fraction` of all are not larger. */
static uint64_t exact_quantile(double fraction)
{
    double exact = fraction * VALUES;
    size_t wanted = (size_t)exact + (exact > (double)(size_t)exact);
    return values[wanted > 0 ? wanted - 1 : 0];
}

/* Not too small, and too large by a 32nd at the most. */
static bool agrees(const rc_histogram *one)
{
    for (size_t i = 0; i < sizeof fractions / sizeof *fractions; i++) {
        uint64_t exact = exact_quantile(fractions[i]);
        uint64_t found = rc_histogram_quantile(one, fractions[i]);
        if (found < exact || found - exact > exact / 32) {
            tap_note("%g: %llu instead of %llu", fractions[i], (unsigned long long)found,
                     (unsigned long long)exact);
            return false;
        }
    }
    return one->max == values[VALUES - 1];
}

/* Draws values, some from each power of two below 2^bits that `spread` of them reach. */
static void draw(unsigned bits, uint64_t least)
{
    uint64_t random = 88172645463325252u;
    memset(&histogram, 0, sizeof histogram);
    memset(&half, 0, sizeof half);
    for (size_t i = 0; i < VALUES; i++) {
        unsigned cut = (unsigned)(rc_bench_random(&random) % bits);
        values[i] = least + (rc_bench_random(&random) >> (64 - bits) >> cut);
        rc_histogram_add(i % 2 == 0 ? &histogram : &half, values[i]);
    }
    rc_histogram_merge(&histogram, &half);
    qsort(values, VALUES, sizeof *values, by_value);
}

int main(void)
{
    draw(5, 0);
    tap_ok(agrees(&histogram), "small values");
    draw(20, 20);
    tap_ok(agrees(&histogram), "times of operations, from 20 ns to a millisecond");
    draw(64, 0);
    tap_ok(agrees(&histogram), "all that there are");
    tap_ok(histogram.count == VALUES, "merged: all are counted");
    draw(20, 20);
    tap_ok(!agrees(&half), "half of them are noticed");
    histogram.bucket[40] += VALUES / 50;
    histogram.count += VALUES / 50;
    tap_ok(!agrees(&histogram), "a fiftieth too many in one bucket are noticed");

    memset(&histogram, 0, sizeof histogram);
    rc_histogram_add(&histogram, UINT64_MAX);
    tap_ok(rc_histogram_quantile(&histogram, 0.5) == UINT64_MAX, "the largest value");
    rc_histogram_add(&histogram, 0);
    tap_ok(rc_histogram_quantile(&histogram, 0.5) == 0, "and the smallest");
    tap_ok(rc_histogram_quantile(&histogram, 0.51) == UINT64_MAX,
           "one of two is not enough for 0.51");
    return tap_done();
}
