/*
 * stalls.h: a reader that does not end its section: what it holds back, whom it stops, and what it costs.
 */
#define STALL_RETIRES rc_tool_scaled(20000)

/* What may wait with a bounded scheme and two threads: scan batches, what is filling, and names. */
#define STALL_BOUND (12 * RC_BATCH)

static void stalled_reader(void)
{
    _Atomic bool gone = false;
    place p = 0;
    reader r;
    put(&p, new_item(&gone));
    rc_reclaim_drain();
    reader_start(&r, &p);
    puppet_do(&r.puppet, reader_enter, &r);
    put(&p, NULL);
    rc_reclaim_reset_peak();
    uint64_t before = ends(), looked = stats().looked, many_retires = STALL_RETIRES + 20 * RC_BATCH;
    retire_many(many_retires);
    rc_reclaim_stats s = stats();
    looked = s.looked - looked;
    CHECK(!is_gone(&gone));
    if (rc_get_reclaim()->bounded) {
        CHECK(s.peak <= STALL_BOUND);
        CHECK(ends() >= before + many_retires - STALL_BOUND);
    } else {
        CHECK(s.peak >= many_retires && ends() == before);
    }
    tap_note("%s: %llu pending at most, %llu looks for %llu retires", rc_get_reclaim()->name,
             (unsigned long long)s.peak, (unsigned long long)looked,
             (unsigned long long)many_retires);
    /* Flat: a constant number of looks for each, however many wait. */
    CHECK(looked <= 4 * many_retires);
    puppet_do(&r.puppet, reader_exit, &r);
    rc_reclaim_drain();
    CHECK(is_gone(&gone) && stats().pending == stats().lost);
    reader_end(&r);
}

/* The same with a reader that names many: what it names is looked at in every scan, so scans must become rarer. */
static void stalled_crowd(void)
{
    for (unsigned i = 0; i < MANY; i++)
        put(&many.from[i], new_item(NULL));
    rc_reclaim_drain();
    reader_start(&many.reader, NULL);
    puppet_do(&many.reader.puppet, crowd_enter, &many);
    for (unsigned i = 0; i < MANY; i++)
        put(&many.from[i], NULL);
    uint64_t looked = stats().looked, many_retires = STALL_RETIRES + 60 * RC_BATCH;
    rc_reclaim_reset_peak();
    retire_many(many_retires);
    looked = stats().looked - looked;
    CHECK(looked <= 4 * many_retires);
    if (rc_get_reclaim()->bounded)
        CHECK(stats().peak <= 4 * MANY + STALL_BOUND);
    puppet_do(&many.reader.puppet, crowd_exit, &many);
    rc_reclaim_drain();
    CHECK(stats().pending == stats().lost);
    reader_end(&many.reader);
}

/* Others go on: writers with every scheme, readers where they do not exclude each other. */
static void stalled_reader_stops_nobody(void)
{
    place p = 0, q = 0;
    reader r;
    put(&p, new_item(NULL));
    put(&q, new_item(NULL));
    reader_start(&r, &p);
    puppet_do(&r.puppet, reader_enter, &r);
    unsigned done = 0;
    for (unsigned i = 0; i < 1000; i++) {
        put(&q, new_item(NULL));
        put(&p, new_item(NULL));
        if (shared_reading()) {
            rc_guard g = rc_guard_enter();
            item *seen = item_at(rc_guard_protect_(&g, &q));
            done += rc_load_relaxed(&seen->alive) == ALIVE;
            rc_guard_exit(g);
            seen = item_at(rc_brief_begin_(&p));
            rc_retain(seen);
            rc_brief_end_();
            done += rc_load_relaxed(&seen->alive) == ALIVE;
            rc_release(seen);
        } else {
            done += 2;
        }
    }
    CHECK(done == 2000);
    puppet_do(&r.puppet, reader_exit, &r);
    put(&p, NULL);
    put(&q, NULL);
    rc_reclaim_drain();
    reader_end(&r);
}

/* In the middle of a section the thread blocks: what the section has seen stays. */
static void block(void *arg)
{
    (void)arg;
    rc_thread_block_begin();
}

static void unblock(void *arg)
{
    (void)arg;
    rc_thread_block_end();
}

static void blocked_reader(void)
{
    if (rc_get_reclaim()->needs_poll) /* not allowed there */
        return;
    _Atomic bool gone = false;
    place p = 0;
    reader r;
    put(&p, new_item(&gone));
    reader_start(&r, &p);
    puppet_do(&r.puppet, reader_enter, &r);
    puppet_do(&r.puppet, block, &r);
    put(&p, NULL);
    tempt();
    CHECK(!is_gone(&gone));
    puppet_do(&r.puppet, unblock, &r);
    puppet_do(&r.puppet, reader_exit, &r);
    rc_reclaim_drain();
    CHECK(is_gone(&gone));
    reader_end(&r);
}

/* A thread that is blocked, or idle at a safepoint, holds nothing back. */
static void idle_thread(void)
{
    _Atomic bool gone = false;
    place p = 0;
    reader r;
    put(&p, new_item(&gone));
    reader_start(&r, &p);
    puppet_do(&r.puppet, reader_enter, &r);
    puppet_do(&r.puppet, reader_exit, &r); /* blocked from here on */
    put(&p, NULL);
    rc_reclaim_drain();
    CHECK(is_gone(&gone));
    reader_end(&r);
}

/* Two threads drain at once, each with garbage of its own; neither waits for the other. */
static void drain_often(void *arg, unsigned index)
{
    (void)arg, (void)index;
    if (rc_thread_attach() != 0)
        abort();
    for (unsigned i = 0; i < 30; i++) {
        retire_many(i);
        rc_reclaim_drain();
    }
    rc_thread_detach();
}

static void drains_at_once(void)
{
    uint64_t before = ends();
    rc_thread_block_begin();
    stress_threads(4, drain_often, NULL);
    rc_thread_block_end();
    rc_reclaim_drain();
    CHECK(ends() == before + UINT64_C(4) * 30 * 29 / 2);
}

static void stall_tests(void)
{
    stalled_reader();
    stalled_crowd();
    stalled_reader_stops_nobody();
    blocked_reader();
    idle_thread();
    drains_at_once();
}
