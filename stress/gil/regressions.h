/*
 * regressions.h: the hangs and races that CPython's lock has had, one test each. What they would do here is
 * hang; main has an alarm.
 */

/* ------------------------------------------------------------------- gh-96387: the vanished asker */

typedef struct asker {
    rc_gil *gil;
    _Atomic unsigned gone;
} asker;

static void ask_and_go_away(void *arg)
{
    asker *a = arg;
    must(rc_thread_attach() == 0);
    for (int i = 0; i < 20; i++)
        must(rc_gil_take_within(a->gil, 300) == -1 && errno == ETIMEDOUT);
    rc_thread_detach();
    tell(&a->gone, 1);
}

/* The holder answers requests only after the waiter has gone: nothing is left to answer. */
static void asker_vanishes(void)
{
    asker a = {.gil = new_gil((rc_gil_options){.interval = 1})};
    puppet p;
    puppet_create(&p);
    must(rc_gil_take(a.gil) == 0);
    puppet_start(&p, ask_and_go_away, &a);
    await(&a.gone, 1);
    rc_gil_stats s = stats_of(a.gil);
    if (CHECK(s.requests == 20 && s.withdrawn == 20))
        rc_thread_poll(); /* with a request left: stands for ever */
    CHECK(rc_gil_is_held(a.gil) && stats_of(a.gil).honoured == 0);
    must(rc_gil_drop(a.gil) == 0);
    puppet_join(&p);
    rc_gil_free(a.gil);
}

/* The same while the holder is busy: whoever stands when the waiter goes away is told. */
static void ask_briefly(void *arg)
{
    asker *a = arg;
    must(rc_thread_attach() == 0);
    for (uint64_t i = rc_tool_scaled(500); i > 0; i--) {
        if (rc_gil_take_within(a->gil, i % 64) == 0)
            must(rc_gil_drop(a->gil) == 0);
    }
    rc_thread_detach();
    tell(&a->gone, 1);
}

static void askers_come_and_go(void)
{
    for (unsigned style = 0; style < STYLES; style++) {
        asker a = {.gil = new_gil(
                       (rc_gil_options){.style = (rc_gil_style)style, .interval = 1, .ticks = 2})};
        puppet p;
        puppet_create(&p);
        must(rc_gil_take(a.gil) == 0);
        puppet_start(&p, ask_briefly, &a);
        while (rc_load_acquire(&a.gone) == 0)
            rc_thread_poll();
        CHECK_FOR(style_name[style], rc_gil_is_held(a.gil));
        must(rc_gil_drop(a.gil) == 0);
        rc_gil_stats s = stats_of(a.gil);
        CHECK_FOR(style_name[style], s.takes == s.drops + s.honoured);
        puppet_join(&p);
        rc_gil_free(a.gil);
    }
}

/* --------------------------------------------------- gh-104341: the lock is freed by the next holder */

typedef struct off {
    rc_gil *gil;
    _Atomic unsigned stage;
} off;

static void drop_for_the_last_time(void *arg)
{
    off *o = arg;
    enter(o->gil);
    tell(&o->stage, 1);
    for (int i = 0; i < 3; i++)
        rc_thread_poll();
    leave_gil(o->gil);
}

static void last_drop_touches_nothing(void)
{
    puppet p;
    uint64_t freed = 0;
    puppet_create(&p);
    for (; freed < rc_tool_scaled(300); freed++) {
        off o = {.gil = new_gil((rc_gil_options){
                     .style = (rc_gil_style)(freed % STYLES), .interval = 1, .ticks = 1})};
        puppet_start(&p, drop_for_the_last_time, &o);
        await(&o.stage, 1);
        must(rc_gil_take(o.gil) == 0);
        while (stats_of(o.gil).honoured < (freed % STYLES == RC_GIL_TICKS ? 3 : 0))
            rc_thread_poll();
        must(rc_gil_drop(o.gil) == 0);
        rc_gil_free(o.gil); /* the other thread may still be on its way out */
        puppet_wait(&p);
    }
    puppet_join(&p);
    CHECK(freed == rc_tool_scaled(300));
}

/* ------------------------------ gh-118727: dropped without being held; switched off while one stands */

static void run_until_off(void *arg, unsigned index)
{
    off *o = arg;
    enter(o->gil);
    if (index == 0) {
        while (stats_of(o->gil).honoured < 20)
            rc_thread_poll();
        must(rc_gil_disable(o->gil) == 0);
        tell(&o->stage, 1);
    }
    while (rc_load_acquire(&o->stage) == 0)
        rc_thread_poll();
    leave_gil(o->gil);
}

/* Whoever waits or stands when it is switched off goes on, and nobody waits afterwards. */
static void switched_off(void)
{
    for (unsigned style = 0; style < STYLES; style++) {
        const char *name = style_name[style];
        off o = {.gil = new_gil(
                     (rc_gil_options){.style = (rc_gil_style)style, .interval = 1, .ticks = 2})};
        errno = 0;
        CHECK_FOR(name, rc_gil_disable(o.gil) == -1 && errno == EPERM);
        stress_threads(3, run_until_off, &o);
        rc_gil_stats before = stats_of(o.gil);
        must(rc_gil_take(o.gil) == 0);
        puppet p;
        puppet_create(&p);
        puppet_do(&p, hold_and_drop, o.gil); /* at the same time as this thread */
        CHECK_FOR(name, stats_of(o.gil).takes == before.takes);
        CHECK_FOR(name, rc_gil_is_held(o.gil) && rc_gil_enable(o.gil) == 0);
        puppet_start(&p, hold_and_drop, o.gil);
        await_waiter(o.gil, before.waits + 1);
        CHECK_FOR(name, rc_gil_is_held(o.gil) && rc_gil_drop(o.gil) == 0);
        puppet_join(&p);
        rc_gil_free(o.gil);
    }
}

static void stay_under(void *arg)
{
    off *o = arg;
    enter(o->gil);
    tell(&o->stage, 1);
    await(&o->stage, 2);
    leave_gil(o->gil);
}

static void switched_on_alone(void)
{
    off o = {.gil = new_gil((rc_gil_options){0})};
    puppet p;
    puppet_create(&p);
    errno = 0;
    CHECK(rc_gil_enable(o.gil) == -1 && errno == EPERM);
    must(rc_gil_take(o.gil) == 0 && rc_gil_disable(o.gil) == 0);
    puppet_start(&p, stay_under, &o);
    await(&o.stage, 1);
    errno = 0;
    CHECK(rc_gil_enable(o.gil) == -1 && errno == EBUSY);
    tell(&o.stage, 2);
    puppet_wait(&p);
    CHECK(rc_gil_enable(o.gil) == 0 && rc_gil_drop(o.gil) == 0);
    puppet_join(&p);
    rc_gil_free(o.gil);
}

/* ---------------------------------------- gh-119369: a thread that ends waits with the lock held */

typedef struct ending {
    rc_gil *gil;
    cell cell;
    _Atomic unsigned stage;
    bool held;
} ending;

static ending *ending_now;

/* Runs while its thread ends, and needs a lock whose holder waits for the interpreter lock. */
static void ending_destroy(void *object)
{
    ending *e = ending_now;
    (void)object;
    e->held = rc_gil_is_held(e->gil);
    change_it(&e->cell);
}

static const rc_type ending_type = {.name = "ending", .size = 8, .destroy = ending_destroy};

static __thread void *kept; /* released by the thread's exit */

static void release_kept(void *arg)
{
    (void)arg;
    rc_release(kept);
}

static void end_with_an_object(void *arg)
{
    ending *e = arg;
    enter(e->gil);
    kept = rc_new(&ending_type);
    must(kept != NULL);
    tell(&e->stage, 1);
    await(&e->stage, 2);
    pthread_cleanup_push(release_kept, NULL);
    pthread_exit(NULL);
    pthread_cleanup_pop(0);
}

/*
 * Main is in a section. The thread that ends holds the lock, and lets go of it before it waits for the
 * section; main, when it goes to take the lock, lets go of the section before it waits for that.
 */
static void ending_thread_waits(void)
{
    ending e = {.gil = new_gil((rc_gil_options){.interval = 1000000})};
    ending_now = &e;
    pthread_t thread = stress_thread(end_with_an_object, &e, 0);
    await(&e.stage, 1);
    rc_section s;
    rc_section_begin(&s, &e.cell.lock);
    tell(&e.stage, 2);
    unsigned turns = 0;
    while (stats_of(e.gil).drops == 0)
        rc_platform_relax(&turns);
    must(rc_gil_take(e.gil) == 0);
    CHECK(!is_free(&e.cell));
    rc_section_end(&s);
    must(rc_gil_drop(e.gil) == 0);
    stress_join(thread);
    CHECK(e.held && e.cell.value == 1);
    rc_gil_free(e.gil);
}

/* ------------------------------------------------- gh-130605: the interval changes while it is read */

static void change_interval(void *arg)
{
    off *o = arg;
    for (uint32_t i = 0; rc_load_relaxed(&o->stage) == 0; i++) {
        rc_gil_set_interval(o->gil, i % 50);
        sched_yield();
    }
}

static void interval_changes(void)
{
    off o = {.gil = new_gil((rc_gil_options){.interval = 20})};
    puppet p;
    puppet_create(&p);
    puppet_start(&p, change_interval, &o);
    hogs h = {o.gil, rc_tool_scaled(300)};
    stress_threads(2, hog, &h);
    tell(&o.stage, 1);
    puppet_join(&p);
    rc_gil_stats s = stats_of(o.gil);
    CHECK(s.honoured >= h.enough && s.retaken == 0);
    rc_gil_free(o.gil);
}

static void regression_tests(void)
{
    asker_vanishes();
    askers_come_and_go();
    last_drop_touches_nothing();
    switched_off();
    switched_on_alone();
    ending_thread_waits();
    interval_changes();
}
