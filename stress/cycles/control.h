/*
 * control.h: what a program can ask and set: statistics, events, what is tracked, frozen, young, saved.
 */

static void what_is_tracked(void)
{
    cell_fate fate[5] = {{0}};
    uint64_t before = stats().tracked;
    cell *c = cell_new(&cell_type, &fate[0]), *quiet = cell_new(&quiet_type, &fate[1]);
    cell *stiff = cell_new_wide(&stiff_type, &fate[2], 9),
         *opaque = cell_new(&opaque_type, &fate[3]);
    cell *bare = cell_new_wide(&bare_type, &fate[4], 9);
    CHECK(rc_gc_is_tracked(c) && rc_gc_is_tracked(quiet) && rc_gc_is_tracked(stiff));
    CHECK(!rc_gc_is_tracked(opaque) && !rc_gc_is_tracked(bare));
    CHECK(stats().tracked == before + 3);
    rc_release(c);
    rc_release(quiet);
    rc_release(stiff);
    rc_release(opaque);
    rc_release(bare);
    CHECK(stats().tracked == before && cells_gone(fate, 5) == 5);
    END();
}

static cell *risen;

static void rise(cell *self)
{
    if (!rc_gc_is_finalized(self))
        cell_fault("an object does not know that its finalizer is running");
    risen = rc_retain(self);
}

static void what_is_finalized(void)
{
    cell_fate fate = {.at_finalize = rise};
    cell *c = cell_ring(&cell_type, &fate, 1);
    CHECK(!rc_gc_is_finalized(c));
    rc_release(c);
    rc_collect();
    CHECK(risen == c && rc_gc_is_finalized(c));
    cell_link(c, 0, NULL);
    rc_release(c);
    CHECK(cell_destroyed(&fate) == 1);
    END();
}

static void statistics(void)
{
    cell_fate fate[9] = {{.at_finalize = rise}};
    rc_gc_stats before = stats();
    rc_release(cell_ring(&cell_type, fate, 3)); /* is resurrected */
    rc_release(cell_ring(&cell_type, fate + 3, 4));
    cell *stiff = cell_ring(&stiff_type, fate + 7, 2);
    rc_release(stiff);
    CHECK(rc_collect() == 4);
    rc_gc_stats after = stats();
    CHECK(after.collections == before.collections + 1 && after.full == before.full + 1);
    CHECK(after.automatic == before.automatic && after.collected == before.collected + 4);
    CHECK(after.resurrected == before.resurrected + 3 && after.uncollectable == 2);
    CHECK(after.pauses > before.pauses && after.pause_total_ns >= before.pause_total_ns);
    CHECK(after.pause_longest_ns >= after.pause_last_ns && after.problems == before.problems);
    CHECK(after.collect_total_ns >= before.collect_total_ns + after.collect_last_ns);
    CHECK(after.collect_total_ns >= after.pause_total_ns && after.tracked == before.tracked + 5);
    rc_release(risen);
    stiff = rc_retain(stiff);
    cell_link(stiff, 0, NULL);
    rc_release(stiff);
    CHECK(rc_collect() == 3 && stats().uncollectable == 0 && stats().tracked == before.tracked);
    CHECK(stats().collected == before.collected + 7);
    END();
}

static void events_of_a_collection(void)
{
    cell_fate fate[4] = {{0}};
    cell *a = cell_ring(&cell_type, fate, 2), *b = a->edge[0];
    cell_point(a, a);
    cell *held = cell_ring(&quiet_type, fate + 2, 2);
    cell_point(b, held);
    rc_release(a);
    record_with(RC_GC_DEBUG_COLLECTED | RC_GC_DEBUG_PHASES);
    CHECK(rc_collect() == 2);
    record_no_more();
    CHECK(record.event[0].kind == RC_GC_BEGIN && record.event[0].count == 1);
    CHECK(record.event[record.events - 1].kind == RC_GC_END && record.count[RC_GC_BEGIN] == 1);
    CHECK(record.count[RC_GC_END] == 1 && record.event[record.events - 1].count == 2);
    CHECK(record.count[RC_GC_COLLECTED] == 2 && recorded_of(RC_GC_COLLECTED, a) == 1);
    CHECK(recorded_of(RC_GC_COLLECTED, b) == 1);
    /* a is referred to by itself and by b, b by a. */
    CHECK(record.count[RC_GC_EDGE] == 3 && recorded_of(RC_GC_EDGE, a) == 2);
    for (unsigned i = 0; i < 2; i++) {
        const rc_gc_event *e = recorded(RC_GC_COLLECTED, i);
        CHECK(e->type == &cell_type && e->count == e->found &&
              e->count == (is(e->object, a) ? 2 : 1));
    }
    for (unsigned i = 0; i < 3; i++) {
        const rc_gc_event *e = recorded(RC_GC_EDGE, i);
        CHECK(e->from_type == &cell_type &&
              (is(e->from, a) || (is(e->from, b) && is(e->object, a))));
    }
    rc_release(held);
    record_with(0);
    CHECK(rc_collect() == 2 && record.events == 0);
    record_no_more();
    END();
}

static void events_of_a_resurrection(void)
{
    cell_fate fate[2] = {{.at_finalize = rise}};
    rc_release(cell_ring(&cell_type, fate, 2));
    record_with(RC_GC_DEBUG_COLLECTED);
    CHECK(rc_collect() == 0);
    record_no_more();
    CHECK(record.count[RC_GC_RESURRECTED] == 2 && recorded_of(RC_GC_RESURRECTED, risen) == 1);
    rc_release(risen);
    CHECK(rc_collect() == 2);
    END();
}

/* C15: what nothing can clear is reported and kept, with all that it reaches. */
static void uncollectable(void)
{
    cell_fate fate[9] = {{0}};
    cell *stiff = cell_ring(&stiff_type, fate, 3), *kept = cell_ring(&cell_type, fate + 3, 2);
    cell_point(stiff, kept);
    rc_release(kept);
    cell *before = cell_ring(&cell_type, fate + 5, 2); /* refers to them: is none of it */
    cell_point(before, stiff);
    cell *tail = cell_new(&stiff_type, &fate[7]), *free = cell_ring(&quiet_type, &fate[8], 1);
    cell_point(free, tail); /* cannot be cleared itself, but need not */
    rc_release(tail);
    rc_release(free);
    rc_release(before);
    rc_release(stiff);
    record_with(RC_GC_DEBUG_PHASES);
    CHECK(rc_collect() == 4 && cells_gone(fate, 9) == 4 && cells_gone(fate, 5) == 0);
    CHECK(record.count[RC_GC_UNCOLLECTABLE] == 5 && recorded_of(RC_GC_UNCOLLECTABLE, stiff) == 1);
    CHECK(recorded(RC_GC_END, 0)->found == 5 && stats().uncollectable == 5);
    CHECK(rc_count(stiff) == 1 && cell_whole(stiff) && cell_whole(stiff->edge[1]));
    rc_weak *weak = rc_weak_new(stiff); /* it can be found like any other */
    cell *strong = rc_weak_upgrade(weak);
    CHECK(strong == stiff);
    rc_release(strong);
    rc_weak_free(weak);
    CHECK(rc_collect() == 0 && stats().uncollectable == 5); /* by hand: */
    cell_link(rc_retain(stiff), 0, NULL);
    rc_release(stiff);
    CHECK(cells_gone(fate, 3) == 3);
    CHECK(rc_collect() == 2 && cells_gone(fate, 9) == 9 && stats().uncollectable == 0);
    record_no_more();
    END();
}

static void young_and_old(void)
{
    cell_fate fate[6] = {{0}};
    cell *old = cell_ring(&cell_type, fate, 2);
    uint64_t full = stats().full;
    CHECK(rc_gc_collect_young() == 0);
    cell *young = cell_ring(&cell_type, fate + 2, 2), *held = cell_ring(&cell_type, fate + 4, 2);
    cell_point(old, held); /* an old object holds a young one */
    rc_release(held);
    rc_release(young);
    CHECK(rc_gc_collect_young() == 2 && cells_gone(fate + 2, 2) == 2 && cells_gone(fate, 6) == 2);
    rc_release(old);
    CHECK(rc_gc_collect_young() == 0 && cells_gone(fate, 6) == 2 && stats().full == full);
    CHECK(rc_collect() == 4 && cells_ended_well(fate, 6) && stats().full == full + 1);
    END();
}

static void frozen(void)
{
    cell_fate fate[7] = {{0}};
    cell *ice = cell_ring(&cell_type, fate, 2), *held = cell_ring(&cell_type, fate + 2, 2);
    cell_point(ice, held);
    cell *water = cell_ring(&cell_type, fate + 4, 2), *lone = cell_new(&cell_type, &fate[6]);
    cell *thaws = ice->edge[0];
    rc_gc_freeze();
    CHECK(stats().frozen == stats().tracked && stats().frozen >= 7);
    rc_release(held);
    rc_release(water);
    rc_release(ice);
    CHECK(rc_collect() == 0 && cells_gone(fate, 7) == 0);
    rc_release(lone); /* ends as ever */
    CHECK(cell_destroyed(&fate[6]) == 1 && stats().frozen == stats().tracked);
    cell_fate warm_fate[2] = {{0}};
    cell *warm = cell_ring(&cell_type, warm_fate, 2);
    cell_point(warm, ice); /* gh-126312: from what is not frozen to what is */
    rc_release(warm);
    CHECK(rc_collect() == 2 && cells_ended_well(warm_fate, 2) && cell_whole(ice));
    CHECK(rc_count(ice) == 1 && rc_count(thaws) == 1);
    rc_gc_unfreeze();
    CHECK(stats().frozen == 0 && rc_collect() == 6 && cells_ended_well(fate, 7));
    END();
}

static void saved(void)
{
    cell_fate fate[3] = {{0}};
    cell *c = cell_ring(&cell_type, fate, 3);
    rc_weak *weak = rc_weak_new(c);
    rc_release(c);
    record_with(RC_GC_DEBUG_SAVE | RC_GC_DEBUG_COLLECTED);
    rc_collect();
    CHECK(recorded_of(RC_GC_COLLECTED, c) == 1 && record.count[RC_GC_COLLECTED] == 3);
    CHECK(cells_gone(fate, 3) == 0 && cell_finalized(&fate[0]) == 0 && cell_cleared(&fate[0]) == 0);
    CHECK(cell_whole(c) && rc_count(c) == 1);
    record_no_more();
    CHECK(rc_collect() == 3 && cells_ended_well(fate, 3) && rc_weak_upgrade(weak) == NULL);
    rc_weak_free(weak);
    END();
}

static size_t inside[3];

static void collect_in_report(const rc_gc_event *event, void *arg)
{
    (void)event;
    (void)arg;
    inside[0] += rc_collect();
    inside[1]++;
}

static void report_collects(void)
{
    cell_fate fate[3] = {{0}};
    rc_release(cell_ring(&cell_type, fate, 3));
    rc_gc_set_debug(RC_GC_DEBUG_PHASES | RC_GC_DEBUG_COLLECTED, collect_in_report, NULL);
    CHECK(rc_collect() == 3 && inside[0] == 0 && inside[1] >= 5);
    rc_gc_set_debug(0, NULL, NULL);
    CHECK(cells_ended_well(fate, 3));
    END();
}

/* By a thread that may not: nothing happens. */
static void collect_elsewhere(void *arg)
{
    *(size_t *)arg = rc_collect();
}

static void not_attached(void)
{
    cell_fate fate[2] = {{0}};
    size_t died = 1;
    rc_release(cell_ring(&cell_type, fate, 2));
    uint64_t before = stats().collections;
    stress_join(stress_thread(collect_elsewhere, &died, 0));
    CHECK(died == 0 && cells_gone(fate, 2) == 0);
    rc_thread_block_begin();
    died = rc_collect();
    rc_thread_block_end();
    CHECK(died == 0 && cells_gone(fate, 2) == 0 && stats().collections == before);
    CHECK(rc_collect() == 2);
    END();
}

static void control_tests(void)
{
    what_is_tracked();
    what_is_finalized();
    statistics();
    events_of_a_collection();
    events_of_a_resurrection();
    uncollectable();
    young_and_old();
    frozen();
    saved();
    report_collects();
    not_attached();
}
