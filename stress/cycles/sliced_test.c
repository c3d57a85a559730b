/*
 * sliced_test.c: what is the sliced collector's own: that its stops are short, that what changes between them
 * does not deceive it, and that nothing of it is left in the registry. That it finds exactly the garbage is
 * asked by the other tests of this directory, which are compiled for it once more. Compiled once per backend.
 */
#include "refcount/tool/scale.h"
#include "stress/cycles/cells.h"
#include "stress/support/threads.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "stress/cycles/forked.h"
#include "stress/cycles/meddler.h"
#include "stress/cycles/sliced_moves.h"

#include "stress/cycles/sliced_meddled.h"

enum { MANY = 600, SLICE = 40 };

/*
 * First, because the largest slice is that of the process: small pieces are proven in small batches, all of
 * them.
 */
static void many_small_rings(void)
{
    uint64_t rejected = stats_now().rejected;
    rc_gc_set_slice(SLICE);
    for (unsigned i = 0; i < MANY; i++)
        rc_release(cell_ring(&quiet_type, NULL, 3));
    CHECK(rc_gc_collect_sliced() == 3 * MANY);
    /* A batch is a quarter of a slice and what a batch before has left of a ring; each costs four looks. */
    CHECK(stats_now().slice_most <= 4 * (SLICE / 4 + 1 + 2) && stats_now().rejected == rejected);
    END();
}

/* No slice is larger than asked for, but by one object. */
static void slices_are_small(void)
{
    cell *living = cell_ring(&quiet_type, NULL, MANY);
    rc_gc_set_slice(SLICE);
    rc_gc_stats before = stats_now();
    CHECK(rc_gc_collect_sliced() == 0);
    rc_gc_stats after = stats_now();
    /* Made old, counted with one reference, reached with one reference. */
    CHECK(after.slices - before.slices >= MANY * 5 / (SLICE + 2));
    CHECK(after.slice_most >= SLICE && after.slice_most <= 4 * (SLICE / 4 + 1 + 2));
    CHECK(after.sliced == before.sliced + 1 && after.full == before.full + 1);
    CHECK(after.pauses - before.pauses == after.slices - before.slices);
    CHECK(after.slice_longest_ns > 0 && after.slice_total_ns >= after.slice_longest_ns);
    rc_release(living);
    CHECK(rc_gc_collect_sliced() == MANY);
    END();
}

/* A ring that is larger than a batch is found when the batch has grown. */
static void ring_of_many_batches(void)
{
    static cell_fate fate[MANY];
    memset(fate, 0, sizeof fate);
    cell *c = cell_ring(&cell_type, fate, MANY), *kept = cell_ring(&quiet_type, NULL, 3);
    rc_gc_set_slice(8);
    CHECK(rc_gc_collect_sliced() == 0 && cells_gone(fate, MANY) == 0);
    rc_release(c);
    CHECK(rc_gc_collect_sliced() == MANY && cells_ended_well(fate, MANY));
    CHECK(rc_gc_collect_sliced() == 0 && cell_whole(kept));
    rc_release(kept);
    CHECK(rc_gc_collect_sliced() == 3);
    END();
}

/* Rings whose members are born in turns: none is closed in a batch that is taken in the order of birth. */
static void rings_that_are_interwoven(void)
{
    enum { RINGS = 30, LENGTH = 20 };
    static cell_fate fate[RINGS * LENGTH];
    cell *first[RINGS], *last[RINGS];
    memset(fate, 0, sizeof fate);
    for (unsigned i = 0; i < RINGS * LENGTH; i++) {
        cell *c = cell_new(&cell_type, &fate[i]);
        if (i < RINGS)
            first[i] = c;
        else
            last[i % RINGS]->edge[0] = c;
        last[i % RINGS] = c;
    }
    for (unsigned i = 0; i < RINGS; i++) {
        cell_link(last[i], 0, first[i]);
        rc_release(first[i]);
    }
    rc_gc_set_slice(SLICE);
    CHECK(rc_gc_collect_sliced() == RINGS * LENGTH && cells_ended_well(fate, RINGS * LENGTH));
    END();
}

/* What hangs on garbage ends once, in a batch or by its count, finalized before. */
static void what_hangs_on_garbage(void)
{
    cell_fate fate[8];
    for (unsigned slice = 1; slice <= 40; slice += 13) {
        memset(fate, 0, sizeof fate);
        cell *tail = cell_new(&cell_type, &fate[3]);
        cell *end = cell_ring(&cell_type, fate + 4, 4);
        cell_link(tail, 0, end);
        cell *ring = cell_ring(&cell_type, fate, 3);
        cell_link(ring, 1, tail);
        rc_release(end);
        rc_release(tail);
        rc_release(ring);
        rc_gc_set_slice(slice);
        size_t died = rc_gc_collect_sliced();
        CHECK((died == 7 || died == 8) && cells_ended_well(fate, 8));
    }
    END();
}

/* The two collectors take turns, and each finds what the other has left. */
static void in_turns_with_the_other(void)
{
    cell_fate fate[4];
    cell *living = cell_ring(&cell_type, fate, 1);
    fate[0] = (cell_fate){0};
    for (unsigned turn = 0; turn < 8; turn++) {
        memset(fate + 1, 0, 3 * sizeof fate[0]);
        cell *c = cell_ring(&cell_type, fate + 1, 3);
        cell_link(living, 1, c);
        size_t (*first)(void) = turn & 1 ? rc_collect : rc_gc_collect_sliced;
        size_t (*second)(void) = turn & 2 ? rc_collect : rc_gc_collect_sliced;
        if (turn & 4)
            rc_gc_collect_young();
        CHECK(first() == 0 && cells_gone(fate, 4) == 0);
        rc_release(c);
        cell_link(living, 1, NULL);
        CHECK(second() == 3 && cells_ended_well(fate + 1, 3));
    }
    rc_release(living);
    CHECK(rc_gc_collect_sliced() == 1);
    END();
}

/* The registry's numbers are right afterwards, and births are counted from there on. */
static void numbers_are_right(void)
{
    rc_gc_set_slice(SLICE);
    uint64_t tracked = stats_now().tracked;
    cell *living = cell_ring(&quiet_type, NULL, MANY);
    rc_release(cell_ring(&quiet_type, NULL, 50));
    CHECK(stats_now().tracked == tracked + MANY + 50 && rc_gc_collect_sliced() == 50);
    CHECK(stats_now().tracked == tracked + MANY);
    rc_gc_set_threshold(MANY);
    rc_gc_enable();
    uint64_t automatic = stats_now().automatic;
    cell *more = cell_ring(&quiet_type, NULL, MANY / 2);
    CHECK(stats_now().automatic == automatic); /* those that have been looked at do not count */
    cell *rest = cell_ring(&quiet_type, NULL, MANY);
    CHECK(stats_now().automatic > automatic);
    rc_gc_disable();
    rc_gc_set_threshold(RC_GC_THRESHOLD);
    rc_release(living);
    rc_release(more);
    rc_release(rest);
    CHECK(rc_gc_collect_sliced() == MANY * 5 / 2 && stats_now().tracked == tracked);
    END();
}

static cell *risen;

static void rise(cell *self)
{
    risen = rc_retain(self);
}

/* Resurrection, and what cannot be cleared, batch by batch. */
static void kept_and_risen(void)
{
    cell_fate fate[6] = {{0}};
    rc_gc_set_slice(1);
    fate[1].at_finalize = rise;
    rc_release(cell_ring(&cell_type, fate, 3));
    uint64_t resurrected = stats_now().resurrected;
    CHECK(rc_gc_collect_sliced() == 0 && stats_now().resurrected == resurrected + 3);
    CHECK(cells_gone(fate, 3) == 0 && cell_whole(risen) && rc_count(risen) == 2);
    rc_release(risen);
    CHECK(rc_gc_collect_sliced() == 3 && cells_ended_well(fate, 3));

    cell *stiff = cell_ring(&stiff_type, fate + 3, 2), *hangs = cell_new(&quiet_type, fate + 5);
    rc_weak *weak = rc_weak_new(stiff);
    cell_link(stiff, 1, hangs);
    rc_release(hangs);
    rc_release(stiff);
    CHECK(rc_gc_collect_sliced() == 0 && stats_now().uncollectable >= 2);
    CHECK(cells_gone(fate + 3, 3) == 0 && rc_weak_upgrade(weak) == stiff);
    cell_link(stiff->edge[0], 0, NULL);
    rc_release(stiff);
    CHECK(cells_gone(fate + 3, 3) == 3);
    rc_weak_free(weak);
    END();
}

static void freeze_and_unfreeze(cell *self)
{
    (void)self;
    rc_gc_freeze();
    rc_gc_unfreeze();
}

/* A finalizer of the first batch abandons the collection: the rest is garbage for the next one. */
static void frozen_by_a_finalizer(void)
{
    cell_fate fate[6] = {{0}};
    rc_gc_set_slice(1);
    fate[0].at_finalize = freeze_and_unfreeze;
    rc_release(cell_ring(&cell_type, fate, 3));
    rc_release(cell_ring(&cell_type, fate + 3, 3));
    CHECK(rc_gc_collect_sliced() == 3 && cells_ended_well(fate, 3) && cells_gone(fate, 6) == 3);
    CHECK(rc_gc_collect_sliced() == 3 && cells_ended_well(fate, 6));
    END();
}

int main(void)
{
    if (!tap_ok(rc_thread_attach() == 0, "%s: attach", rc_get_backend()->name))
        return tap_done();
    rc_gc_disable(); /* collections come when a test asks for them */
    many_small_rings();
    slices_are_small();
    ring_of_many_batches();
    rings_that_are_interwoven();
    what_hangs_on_garbage();
    in_turns_with_the_other();
    numbers_are_right();
    kept_and_risen();
    frozen_by_a_finalizer();
    move_tests();
    if (rc_get_backend()->thread_safe)
        meddled_tests();
    rc_thread_detach();
    return tap_done();
}
