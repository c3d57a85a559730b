/*
 * drains.h: what is retired is released, once, and when a drain says so.
 */
static void drain_releases_all(void)
{
    static const uint64_t counts[] = {0, 1, RC_BATCH - 1, RC_BATCH, RC_BATCH + 1, 2000};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        uint64_t before = ends();
        retire_many(counts[i]);
        rc_reclaim_retire_(NULL);
        rc_reclaim_drain();
        tap_ok(ends() == before + counts[i], "%s: %llu retired", __func__,
               (unsigned long long)counts[i]);
    }
}

/* An object that is referenced elsewhere loses one reference. */
static void drain_releases_one_reference(void)
{
    _Atomic bool gone = false;
    item *i = new_item(&gone);
    rc_retain(i);
    rc_reclaim_retire_(i);
    rc_reclaim_drain();
    CHECK(!is_gone(&gone) && rc_count(i) == 1);
    rc_retain(i);
    rc_retain(i);
    rc_reclaim_retire_(i); /* the same object several times */
    rc_reclaim_retire_(i);
    rc_reclaim_drain();
    CHECK(!is_gone(&gone) && rc_count(i) == 1);
    rc_release(i);
    CHECK(is_gone(&gone));
}

/* Each one's end retires the next. */
static void drain_of_a_chain(void)
{
    enum { LINKS = 200 };
    uint64_t before = ends();
    item *head = NULL;
    for (unsigned i = 0; i < LINKS; i++) {
        item *link = new_item(NULL);
        rc_store_relaxed(&link->next, (uintptr_t)head);
        head = link;
    }
    rc_reclaim_retire_(head);
    rc_reclaim_drain();
    CHECK(ends() == before + LINKS);
}

/* A destructor drains, and retires more than a batch. */
static void drain_in_a_destructor(void)
{
    _Atomic bool gone = false;
    uint64_t before = ends();
    item *i = new_item(&gone);
    i->at_end = rc_reclaim_drain;
    retire_many(3 * RC_BATCH);
    rc_reclaim_retire_(i);
    retire_many(3 * RC_BATCH);
    rc_reclaim_drain();
    CHECK(is_gone(&gone) && ends() == before + 6 * RC_BATCH + 1);
}

static void retire_a_lot(void)
{
    retire_many(5 * RC_BATCH);
}

static void retire_in_a_destructor(void)
{
    uint64_t before = ends();
    item *i = new_item(NULL);
    i->at_end = retire_a_lot;
    rc_reclaim_retire_(i);
    rc_reclaim_drain();
    CHECK(ends() == before + 5 * RC_BATCH + 1);
}

/*
 * One retire releases no more than it should, however much is ready; and more than one where a slow reader has held
 * much back, so that it gets less.
 */
static void retire_keeps_pace(void)
{
    place p = 0;
    reader r;
    put(&p, new_item(NULL));
    rc_reclaim_drain();
    reader_start(&r, &p);
    puppet_do(&r.puppet, reader_enter, &r);
    retire_many(20 * RC_BATCH);
    puppet_do(&r.puppet, reader_exit, &r);
    enum { LATER = 8 * RC_BATCH };
    uint64_t most = 0, all = 0;
    /* A helper may need its time: until the first are released, and then for as long as others can follow. */
    for (int i = 0, after = 0; i < 20000 && after < LATER; i++, after += (most > 0)) {
        item *one = new_item(NULL);
        uint64_t before = ends();
        rc_reclaim_retire_(one);
        uint64_t now = ends() - before;
        most = now > most ? now : most;
        all += now;
        if (i % RC_BATCH == 0) {
            rc_thread_poll();
            usleep(100);
        }
    }
    CHECK(most > 0);
    CHECK(most <= RC_RETIRE_PACE);
    CHECK(rc_get_reclaim()->bounded || all > LATER + LATER / 2);
    put(&p, NULL);
    rc_reclaim_drain();
    reader_end(&r);
}

static bool ends_retire;

static void retire_one_more(void)
{
    if (ends_retire)
        retire_many(1);
}

/* What a destructor retires releases nothing: or one that is released would release the next, and so on. */
static void destructors_do_not_go_on(void)
{
    uint64_t most = 0, all = 0;
    /* All that waits is of this kind when the first of them retires. */
    for (int i = 0; i < 20000 && all < RC_BATCH; i++) {
        item *one = new_item(NULL);
        one->at_end = retire_one_more;
        ends_retire = i >= 20 * RC_BATCH;
        uint64_t before = ends();
        rc_reclaim_retire_(one);
        uint64_t now = ends_retire ? ends() - before : 0;
        most = now > most ? now : most;
        all += now;
        if (i % RC_BATCH == 0) {
            rc_thread_poll();
            usleep(100);
        }
    }
    CHECK(all >= RC_BATCH);
    CHECK(most <= RC_RETIRE_PACE);
    rc_reclaim_drain();
    ends_retire = false;
}

static void statistics_add_up(void)
{
    rc_reclaim_drain();
    rc_reclaim_stats before = stats();
    rc_reclaim_reset_peak();
    retire_many(3 * RC_BATCH + 5);
    rc_reclaim_stats now = stats();
    CHECK(now.retired == before.retired + 3 * RC_BATCH + 5);
    CHECK(now.pending == now.retired - now.released);
    CHECK(now.peak >= RC_BATCH && now.peak <= 3 * RC_BATCH + 5 + before.pending);
    rc_reclaim_drain();
    now = stats();
    CHECK(now.released == before.released + 3 * RC_BATCH + 5 && now.pending == before.pending);
    rc_reclaim_reset_peak();
    CHECK(stats().peak < before.pending + RC_BATCH);
}

static void drain_tests(void)
{
    drain_releases_all();
    drain_releases_one_reference();
    drain_of_a_chain();
    drain_in_a_destructor();
    retire_in_a_destructor();
    retire_keeps_pace();
    destructors_do_not_go_on();
    statistics_add_up();
}
