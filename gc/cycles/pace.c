/*
 * pace.c: when to collect by itself. No clock, no memory sizes: only numbers of objects, so that it can be
 * tested, and repeated.
 *
 * Two questions. When to look at the young: after `threshold` net births. If it finds next to nothing (less than
 * 1/16) it waits for twice as many the next time, up to 8 times; as soon as it finds a quarter or more it is
 * back to half. So a program that makes no cyclic garbage pays little, and one that begins to make some waits
 * for a bounded number of objects.
 *
 * When to look at everything: when enough has become old since the last time. "Enough" in relation to what
 * is there, because looking at N objects costs N: at a fixed number of births each, N objects that live on
 * would cost N^2. A quarter of the old at first, all of them if the last full collections found next to
 * nothing: the sum over all full collections of a growing heap is then 2 to 5 looks at each object.
 * Garbage may also appear among the old while nothing new becomes old. So looking at twice as many young
 * objects as there are old ones counts as well.
 *
 * Nothing ratchets: the factors are bounded, and what both compare with is the smaller of what the last full
 * collection left and what is old now. A program that was large once and is small again is paced as a small
 * one.
 *
 * What does not count: births and deaths of objects that are not tracked; the deaths of old objects, or a
 * program that has freed a million objects could make another million before anything is looked at; what
 * destructors do that the collector runs, because a collection begins to count when it ends.
 *
 * Source: the relation of pending to old objects is CPython's; see also its incremental collector, taken
 * back in 2024 and again in 2026 because it was paced by work, and let garbage grow.
 */
#include "gc/cycles/pace.h"

#include "refcount/tracked.h"

void rc_pace_reset(rc_pace *pace, size_t threshold)
{
    *pace = (rc_pace){.threshold = threshold, .young_factor = 1, .full_factor = 1};
}

int64_t rc_pace_due(const rc_pace *pace)
{
    if (pace->threshold == 0)
        return RC_TRACKED_NEVER;
    if (pace->threshold == 1)
        return RC_TRACKED_ALWAYS;
    int64_t due;
    if (pace->threshold > INT64_MAX / RC_PACE_PATIENCE)
        due = INT64_MAX - 1;
    else
        due = (int64_t)(pace->threshold * pace->young_factor);
    return due;
}

static uint64_t larger(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

bool rc_pace_wants_full(const rc_pace *pace, uint64_t old)
{
    uint64_t left = old < pace->live_at_full ? old : pace->live_at_full;
    uint64_t few = pace->threshold * UINT64_C(4);
    return pace->promoted > larger(few, left / 4 * pace->full_factor) ||
           pace->made > larger(few * 4, left * 2 * pace->full_factor);
}

static unsigned adapted(unsigned factor, unsigned most, uint64_t share)
{
    if (share < RC_PACE_SHARE / 16)
        return factor * 2 <= most ? factor * 2 : most;
    if (share >= RC_PACE_SHARE / 4)
        return factor > 1 ? factor / 2 : 1;
    return factor;
}

void rc_pace_learn(rc_pace *pace, bool full, uint64_t candidates, uint64_t garbage)
{
    if (candidates == 0)
        return;
    uint64_t share = garbage >= candidates
                         ? RC_PACE_SHARE
                         : (uint64_t)((double)garbage / (double)candidates * RC_PACE_SHARE);
    if (full) {
        pace->full_share = share;
        pace->full_factor = adapted(pace->full_factor, RC_PACE_FULL_PATIENCE, share);
        pace->live_at_full = candidates - garbage;
        pace->promoted = pace->made = 0;
    } else {
        pace->young_share = share;
        pace->young_factor = adapted(pace->young_factor, RC_PACE_PATIENCE, share);
        pace->promoted += candidates - garbage;
        pace->made += candidates;
    }
}

uint64_t rc_pace_outstanding(const rc_pace *pace, uint64_t young)
{
    return young * pace->young_share / RC_PACE_SHARE +
           pace->promoted * pace->full_share / RC_PACE_SHARE;
}
