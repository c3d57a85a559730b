/*
 * blocking.h: blocking regions, detach and thread exit let the lock go; who waits for it is in a region.
 */
typedef struct visit {
    rc_gil *gil;
    _Atomic unsigned stage;
    void *thing;
    bool held;
} visit;

static void visit_once(void *arg)
{
    visit *v = arg;
    enter(v->gil);
    v->held = rc_gil_is_held(v->gil);
    leave_gil(v->gil);
}

/* While a thread is in a region another one has the lock; errno survives the way back. */
static void region_lets_go(void)
{
    for (unsigned style = 0; style < STYLES; style++) {
        visit v = {.gil = new_gil((rc_gil_options){.style = (rc_gil_style)style})};
        puppet p;
        puppet_create(&p);
        must(rc_gil_take(v.gil) == 0);
        rc_thread_block_begin();
        rc_thread_block_begin();
        puppet_do(&p, visit_once, &v);
        rc_thread_block_end();
        errno = ENOTTY;
        rc_thread_block_end();
        CHECK_FOR(style_name[style], v.held && rc_gil_is_held(v.gil) && errno == ENOTTY);
        CHECK_FOR(style_name[style], stats_of(v.gil).switches == 3);
        must(rc_gil_drop(v.gil) == 0);
        puppet_join(&p);
        rc_gil_free(v.gil);
    }
}

/* A word that has changed, and a limit that is over, are no errors of whoever sleeps. */
static void sleep_keeps_errno(void)
{
    static _Atomic uint32_t word;
    errno = ENOTTY;
    CHECK(rc_platform_sleep(&word, 1, RC_WAIT_FOREVER) && errno == ENOTTY);
    CHECK(!rc_platform_sleep(&word, 0, 1) && errno == ENOTTY);
}

static void take_and_end(void *arg)
{
    must(rc_thread_attach() == 0 && rc_gil_take_within(arg, 5000000) == 0 && rc_gil_take(arg) == 0);
}

static void take_and_detach(void *arg)
{
    take_and_end(arg);
    rc_thread_detach();
}

static void take_block_and_end(void *arg)
{
    take_and_end(arg);
    rc_thread_block_begin();
}

/* However a thread ends, the lock is free afterwards, and not the next thread's. */
static void endings_let_go(void)
{
    void (*const ending[])(void *) = {take_and_end, take_and_detach, take_block_and_end};
    for (unsigned style = 0; style < STYLES; style++) {
        rc_gil *gil = new_gil((rc_gil_options){.style = (rc_gil_style)style});
        for (unsigned i = 0; i < 3; i++)
            stress_join(stress_thread(ending[i], gil, 0));
        CHECK_FOR(style_name[style], rc_gil_take(gil) == 0 && rc_gil_drop(gil) == 0);
        rc_gil_stats s = stats_of(gil);
        CHECK_FOR(style_name[style], s.switches == 4 && s.takes == s.drops);
        rc_gil_free(gil);
    }
}

static void make_and_wait(void *arg)
{
    visit *v = arg;
    must(rc_thread_attach() == 0);
    v->thing = new_thing();
    must(rc_gil_take(v->gil) == 0 && rc_gil_drop(v->gil) == 0);
    rc_thread_detach();
}

/* A thread that waits for the lock owns an object: others end it without waiting for that thread. */
static void waiter_is_blocked(void)
{
    visit v = {.gil = new_gil((rc_gil_options){.interval = 1000000})};
    puppet p;
    puppet_create(&p);
    must(rc_gil_take(v.gil) == 0);
    puppet_start(&p, make_and_wait, &v);
    await_waiter(v.gil, 1);
    unsigned before = rc_load_relaxed(&ended);
    rc_release(v.thing);
    CHECK(rc_load_relaxed(&ended) == before + 1);
    must(rc_gil_drop(v.gil) == 0);
    puppet_join(&p);
    rc_gil_free(v.gil);
}

/* A destructor at the beginning of a region comes by safepoints, and is in a region of its own. */
static rc_gil *destructors_gil;
static unsigned destructor_held;

static void busy_destroy(void *object)
{
    (void)object;
    destructor_held += rc_gil_is_held(destructors_gil);
    for (int i = 0; i < 10; i++)
        rc_thread_poll();
    rc_thread_block_begin();
    rc_thread_block_end();
    destructor_held += rc_gil_is_held(destructors_gil);
}

static const rc_type busy_type = {.name = "busy", .size = 8, .destroy = busy_destroy};

static void release_it(void *object)
{
    must(rc_thread_attach() == 0);
    rc_release(object);
    rc_thread_detach();
}

static void busy_destructors(void)
{
    for (unsigned style = 0; style < STYLES; style++) {
        for (unsigned i = 0; i < 2; i++) {
            destructors_gil = new_gil((rc_gil_options){.style = (rc_gil_style)style, .ticks = 1});
            destructor_held = 0;
            must(rc_gil_take(destructors_gil) == 0);
            void *busy = rc_new(&busy_type);
            bool deferred = rc_get_backend()->deferred_death;
            if (deferred)
                stress_join(stress_thread(release_it, busy, 0));
            if (i == 0) {
                rc_thread_block_begin();
                rc_thread_block_end();
                CHECK_FOR(style_name[style], rc_gil_is_held(destructors_gil));
                must(rc_gil_drop(destructors_gil) == 0);
            } else {
                must(rc_gil_drop(destructors_gil) == 0);
            }
            CHECK_FOR(style_name[style], !rc_gil_is_held(destructors_gil));
            CHECK_FOR(style_name[style], destructor_held == (deferred ? 2 : 0));
            if (!deferred)
                rc_release(busy);
            rc_gil_free(destructors_gil);
        }
    }
}

static void blocking_tests(void)
{
    region_lets_go();
    sleep_keeps_errno();
    endings_let_go();
    waiter_is_blocked();
    busy_destructors();
}
