/*
 * shortage.h: no memory, and a limit on what may wait.
 */
static _Atomic bool refuse;

static void *refusing_allocate(size_t size)
{
    return rc_load_relaxed(&refuse) ? NULL : malloc(size);
}

/* The program is linked so that hazards' blocks are asked for here. */
void *__real_aligned_alloc(size_t alignment, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
    return rc_load_relaxed(&refuse) ? NULL : __real_aligned_alloc(alignment, size);
}

static void refuse_memory(bool on)
{
    rc_store_relaxed(&refuse, on);
}

enum { STOCK = 40 * RC_BATCH };
static item *stocks[2][STOCK]; /* for ever: what is lost is no leak */

/* Objects that exist already, so that only the library's own memory is short. */
static item **stock_up(unsigned which)
{
    for (unsigned i = 0; i < STOCK; i++)
        stocks[which][i] = new_item(NULL);
    return stocks[which];
}

/* As many empty batches as a thread has that has just attached, and no more. */
static void spare_few(void)
{
    rc_batch_list *spare = &rc_reclaim_self_->retired.spare;
    while (spare->batches > RC_RETIRE_RESERVE)
        rc_platform_release(rc_batch_take(spare));
}

/* Without memory, and without a reader, nothing is lost: what can go makes room. */
static void retire_without_memory(void)
{
    item **stock = stock_up(0);
    rc_reclaim_drain();
    spare_few();
    uint64_t before = ends(), lost = stats().lost;
    refuse_memory(true);
    for (unsigned i = 0; i < STOCK; i++) {
        rc_reclaim_retire_(stock[i]);
        if (i % RC_BATCH == RC_BATCH - 1) {
            rc_thread_poll();
            if (rc_get_reclaim()->retire ==
                RC_BLOCKING) /* its helper is a thread that needs time */
                usleep(3000);
        }
    }
    refuse_memory(false);
    lost = stats().lost - lost;
    rc_reclaim_drain();
    CHECK(ends() == before + STOCK - lost);
    if (rc_get_reclaim()->retire != RC_BLOCKING)
        CHECK(lost == 0);
}

/* With a reader that holds everything back, some are lost, but nothing is released too early, and all goes on. */
static void retire_without_memory_stalled(void)
{
    _Atomic bool gone = false;
    place p = 0;
    reader r;
    put(&p, new_item(&gone));
    item **stock = stock_up(1);
    rc_reclaim_drain();
    reader_start(&r, &p);
    puppet_do(&r.puppet, reader_enter, &r);
    put(&p, NULL);
    uint64_t before = ends(), lost = stats().lost;
    refuse_memory(true);
    for (unsigned i = 0; i < STOCK; i++)
        rc_reclaim_retire_(stock[i]);
    refuse_memory(false);
    CHECK(!is_gone(&gone));
    lost = stats().lost - lost;
    if (rc_get_reclaim()->bounded)
        CHECK(lost == 0);
    else
        CHECK(lost > 0 && ends() == before);
    puppet_do(&r.puppet, reader_exit, &r);
    rc_reclaim_drain();
    CHECK(is_gone(&gone) && ends() == before + 1 + STOCK - lost);
    reader_end(&r);
}

/* No memory for another hazard: everything is protected instead. */
static void crowd_enter_short(void *arg)
{
    refuse_memory(true);
    crowd_enter(arg);
    refuse_memory(false);
}

static void protect_without_memory(void)
{
    for (unsigned i = 0; i < MANY; i++)
        put(&many.from[i], new_item(NULL));
    rc_reclaim_drain();
    /* A record that no thread has had, with no further blocks: those of ended threads are taken first. */
    reader others[3];
    for (int i = 0; i < 3; i++)
        reader_start(&others[i], NULL);
    reader_start(&many.reader, NULL);
    puppet_do(&many.reader.puppet, crowd_enter_short, &many);
    uint64_t before = ends();
    for (unsigned i = 0; i < MANY; i++)
        put(&many.from[i], NULL);
    uint64_t others_retired = stats().retired;
    tempt();
    others_retired = stats().retired - others_retired;
    CHECK(ends() - before <= others_retired);
    puppet_do(&many.reader.puppet, crowd_exit, &many);
    rc_reclaim_drain();
    CHECK(ends() == before + others_retired + MANY);
    reader_end(&many.reader);
    for (int i = 0; i < 3; i++)
        reader_end(&others[i]);
}

static void attach_short(void *arg)
{
    refuse_memory(true);
    int result = rc_thread_attach();
    refuse_memory(false);
    *(bool *)arg = result != 0;
    if (result == 0)
        rc_thread_detach();
}

/* A thread that cannot get its record is refused, and the next is not. */
static void attach_without_memory(void)
{
    enum { HELD = 8 };
    reader held[HELD];
    bool refused = false;
    for (int i = 0; i < HELD; i++)
        reader_start(&held[i], NULL);
    for (int i = 0; i < 2 * HELD && !refused; i++) {
        /* Either an ended thread's record is there, or none. */
        pthread_t thread = stress_thread(attach_short, &refused, 0);
        stress_join(thread);
        if (!refused && i < HELD)
            reader_end(&held[i]), reader_start(&held[i], NULL);
    }
    visit v = {5, true};
    stress_join(stress_thread(visit_once, &v, 0));
    put(&common, NULL);
    for (int i = 0; i < HELD; i++)
        reader_end(&held[i]);
    rc_reclaim_drain();
    CHECK(stats().pending == stats().lost);
}

/* ------------------------------------------------------------------------------- back-pressure */

/* Nobody reads: what waits stays about the limit. */
static void limit_holds(void)
{
    rc_reclaim_drain();
    rc_reclaim_set_limit(RC_BATCH);
    rc_reclaim_reset_peak();
    for (int i = 0; i < 60; i++) {
        retire_many(RC_BATCH);
        rc_thread_poll();
    }
    rc_reclaim_set_limit(0);
    /* A helper, and safepoints, need more time than a retire has. */
    if (rc_get_reclaim()->retire != RC_BLOCKING)
        CHECK(stats().peak <= 3 * RC_BATCH + stats().lost);
    rc_reclaim_drain();
    CHECK(stats().pending == stats().lost);
}

/* A reader that does not end: retires go on, slower; also in a section of the retiring thread's own. */
static void limit_never_stops(void)
{
    place p = 0, q = 0;
    reader r;
    put(&p, new_item(NULL));
    put(&q, new_item(NULL));
    rc_reclaim_drain();
    reader_start(&r, &p);
    rc_reclaim_set_limit(RC_BATCH);
    uint64_t before = stats().retired;
    if (shared_reading())
        puppet_do(&r.puppet, reader_enter, &r);
    retire_many(10 * RC_BATCH);
    rc_guard g = rc_guard_enter();
    item *seen = item_at(rc_guard_protect_(&g, &q));
    put(&q, NULL);
    retire_many(5 * RC_BATCH);
    CHECK(rc_load_relaxed(&seen->alive) == ALIVE);
    rc_guard_exit(g);
    CHECK(stats().retired == before + 15 * RC_BATCH + 1);
    rc_reclaim_set_limit(0);
    if (shared_reading())
        puppet_do(&r.puppet, reader_exit, &r);
    put(&p, NULL);
    rc_reclaim_drain();
    CHECK(stats().pending == stats().lost);
    reader_end(&r);
}

static void shortage_tests(void)
{
    const rc_allocator refusing = {refusing_allocate, free};
    rc_set_allocator(&refusing);
    retire_without_memory();
    retire_without_memory_stalled();
    protect_without_memory();
    attach_without_memory();
    limit_holds();
    limit_never_stops();
    rc_set_allocator(NULL);
}
