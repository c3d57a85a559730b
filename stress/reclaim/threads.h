/*
 * threads.h: threads come and go, in any number, and leave nothing behind.
 */
static place common;

static void read_common(void)
{
    rc_guard g = rc_guard_enter();
    item *i = item_at(rc_guard_protect_(&g, &common));
    if (i != NULL && rc_load_relaxed(&i->alive) != ALIVE)
        abort();
    rc_guard_exit(g);
}

typedef struct visit {
    unsigned retires;
    bool detach;
} visit;

static void visit_once(void *arg)
{
    visit *v = arg;
    if (rc_thread_attach() != 0)
        abort();
    read_common();
    for (unsigned i = 0; i < v->retires; i++)
        put(&common, new_item(NULL));
    read_common();
    if (v->detach)
        rc_thread_detach();
}

/* One after the other, with and without saying that they leave. */
static void thread_churn(void)
{
    unsigned count = (unsigned)rc_tool_scaled(200) + 10;
    uint64_t before = ends();
    uint64_t made = 0;
    for (unsigned i = 0; i < count; i++) {
        visit v = {i % 5 == 0 ? RC_BATCH + 3 : i % 7, i % 2 == 0};
        made += v.retires;
        stress_join(stress_thread(visit_once, &v, 0));
    }
    put(&common, NULL);
    rc_reclaim_drain();
    CHECK(ends() == before + made);
    unsigned records = 0;
    for (rc_reclaim_thread *t = rc_load_acquire(&rc_reclaim_records_); t != NULL; t = t->next)
        records++;
    CHECK(records < count / 2 + 10); /* they are used again */
}

/* Many at once: there is no room that could be full. */
static void visit_and_wait(void *arg, unsigned index)
{
    visit v = {index % 3 * RC_BATCH + index, true};
    (void)arg;
    visit_once(&v);
}

static void thread_crowd(void)
{
    enum { THREADS = 48 };
    uint64_t before = ends(), made = 0;
    for (unsigned i = 0; i < THREADS; i++)
        made += i % 3 * RC_BATCH + i;
    stress_threads(THREADS, visit_and_wait, NULL);
    put(&common, NULL);
    rc_reclaim_drain();
    CHECK(ends() == before + made);
}

/* A thread ends while a reader holds back what it has retired: others inherit it. */
static _Atomic unsigned left;

static void leave_garbage(void *arg)
{
    if (rc_thread_attach() != 0)
        abort();
    retire_many(3 * RC_BATCH + 7);
    put(arg, NULL);
    rc_thread_detach();
    rc_fetch_add_relaxed(&left,
                         1); /* relaxed: whoever inherits learns the order from the library alone */
}

static void thread_hands_over(void)
{
    _Atomic bool gone = false;
    place p = 0;
    reader r;
    rc_reclaim_drain();
    uint64_t before = ends();
    put(&p, new_item(&gone));
    reader_start(&r, &p);
    puppet_do(&r.puppet, reader_enter, &r);
    pthread_t leavers[3];
    rc_store_relaxed(&left, 0);
    for (unsigned i = 0; i < 3; i++) {
        leavers[i] = stress_thread(leave_garbage, &p, 0);
        while (rc_load_relaxed(&left) == i)
            usleep(100);
    }
    uint64_t others = stats().retired;
    tempt();
    others = stats().retired - others;
    CHECK(!is_gone(&gone));
    puppet_do(&r.puppet, reader_exit, &r);
    rc_reclaim_drain();
    CHECK(is_gone(&gone) && stats().pending == stats().lost);
    CHECK(ends() == before + others + 3 * (3 * RC_BATCH + 7) + 1);
    for (int i = 0; i < 3; i++)
        stress_join(leavers[i]);
    reader_end(&r);
}

/* A thread that ends with nobody reading leaves nothing, whoever drains or not. */
static void thread_cleans_up(void)
{
    rc_reclaim_drain();
    uint64_t before = ends();
    rc_thread_block_begin();
    visit v = {2 * RC_BATCH + 9, true};
    stress_join(stress_thread(visit_once, &v, 0));
    rc_thread_block_end();
    bool by_itself = ends() == before + v.retires - 1;
    put(&common, NULL);
    rc_reclaim_drain();
    CHECK(ends() == before + v.retires);
    /* With a helper that has no processor it may give up before. */
    if (rc_get_reclaim()->retire != RC_BLOCKING)
        CHECK(by_itself);
}

/* Ends in the middle of a section: the section ends too. */
static void die_reading(void *arg)
{
    if (rc_thread_attach() != 0)
        abort();
    rc_guard outer = rc_guard_enter(), inner = rc_guard_enter();
    rc_guard_protect_(&outer, arg);
    rc_guard_protect_(&inner, arg);
    rc_guard_protect_(&inner, arg);
}

static void thread_dies_reading(void)
{
    for (int i = 0; i < 3; i++) {
        _Atomic bool gone = false;
        place p = 0;
        put(&p, new_item(&gone));
        stress_join(stress_thread(die_reading, &p, 0));
        put(&p, NULL);
        MUST(released_in_the_end(&gone));
        /* Whoever gets the record next reads as ever. */
        visit v = {3, true};
        stress_join(stress_thread(visit_once, &v, 0));
    }
    put(&common, NULL);
}

static void thread_tests(void)
{
    thread_churn();
    thread_crowd();
    thread_hands_over();
    thread_cleans_up();
    thread_dies_reading();
}
