/*
 * enroll.h: makes a kernel of a peer's functions, and adds it to the list when the program starts: what is
 * linked is measured. Included at the end of an adapter, in C or C++, that has all of them: directly, if its
 * loops are its own, or through adapter.h.
 */
#ifndef RC_BENCH_COUNTS_ENROLL_H
#define RC_BENCH_COUNTS_ENROLL_H

#include "bench/counts/kernel.h"

static int count_attach(void)
{
    return 0;
}

static void count_detach(void)
{
}

static rc_bench_pairs count_pairs;
static rc_bench_kernel count_kernel;

__attribute__((constructor)) static void count_add(void)
{
    count_pairs.make = count_make;
    count_pairs.discard = count_discard;
    count_pairs.loop[RC_BENCH_ONE] = count_one;
    count_pairs.loop[RC_BENCH_RR] = count_rr;
    count_pairs.loop[RC_BENCH_SEP] = count_sep;
    count_kernel.name = COUNT_NAME;
    count_kernel.description = "peer: " COUNT_DESCRIPTION;
#ifdef COUNT_ALONE
    count_kernel.alone = true;
#endif
    count_kernel.compiler = __VERSION__;
    count_kernel.attach = count_attach;
    count_kernel.detach = count_detach;
#ifdef count_cell
    count_kernel.counter = &count_pairs;
#else
    count_kernel.object = &count_pairs;
#endif
    count_kernel.batches.fill = count_fill;
    count_kernel.batches.touch = count_touch;
    count_kernel.batches.drop = count_drop;
    count_kernel.create = count_create;
    count_kernel.place = count_place;
    count_kernel.clear = count_clear;
    count_kernel.copy = count_copy;
    rc_bench_add_counts(&count_kernel);
}

#endif
