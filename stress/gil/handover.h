/*
 * handover.h: who gets the lock next: at safepoints, on request, by ticks, in line.
 */

/* ------------------------------------------------------------------------------- one thread alone */

/* Nobody waits: safepoints do nothing. By ticks they do it all the same. */
static void nobody_waits(void)
{
    for (unsigned style = 0; style < STYLES; style++) {
        rc_gil *gil = new_gil((rc_gil_options){.style = (rc_gil_style)style, .ticks = 10});
        must(rc_gil_take(gil) == 0);
        for (int i = 0; i < 1000; i++)
            rc_thread_poll();
        rc_gil_stats s = stats_of(gil);
        uint64_t switched = style == RC_GIL_TICKS ? 100 : 0;
        CHECK_FOR(style_name[style], s.honoured == switched && s.retaken == switched);
        CHECK_FOR(style_name[style], s.takes == switched + 1 && s.requests == 0 && s.waits == 0);
        must(rc_gil_drop(gil) == 0);
        CHECK_FOR(style_name[style], stats_of(gil).switches == 1);
        for (int i = 0; i < 1000; i++)
            rc_thread_poll(); /* under no lock any more */
        CHECK_FOR(style_name[style], stats_of(gil).takes == switched + 1);
        rc_gil_free(gil);
    }
}

static void nesting_and_errors(void)
{
    rc_gil *gil = new_gil((rc_gil_options){.style = RC_GIL_TIMED});
    rc_gil *other = new_gil((rc_gil_options){.style = RC_GIL_TICKET});
    CHECK(rc_gil_new(&(rc_gil_options){.style = (rc_gil_style)77}) == NULL && errno == EINVAL);
    errno = 0;
    CHECK(rc_gil_drop(gil) == -1 && errno == EPERM);
    CHECK(rc_gil_take(gil) == 0 && rc_gil_take(gil) == 0 && rc_gil_is_held(gil));
    CHECK(rc_gil_take(other) == -1 && errno == EBUSY && rc_gil_is_held(gil));
    CHECK(rc_gil_drop(other) == -1 && errno == EPERM);
    rc_thread_block_begin();
    CHECK(!rc_gil_is_held(gil));
    errno = 0;
    CHECK(rc_gil_take(gil) == -1 && errno == EPERM);
    errno = 0;
    CHECK(rc_gil_drop(gil) == -1 && errno == EPERM);
    rc_thread_block_end();
    CHECK(rc_gil_is_held(gil));
    CHECK(rc_gil_drop(gil) == 0 && rc_gil_is_held(gil));
    CHECK(rc_gil_drop(gil) == 0 && !rc_gil_is_held(gil));
    CHECK(rc_gil_take(other) == 0 && rc_gil_drop(other) == 0);
    CHECK(rc_gil_get_interval(gil) == RC_GIL_INTERVAL);
    rc_gil_set_interval(gil, 0);
    CHECK(rc_gil_get_interval(gil) == 1);
    rc_gil_free(gil);
    rc_gil_free(other);
    rc_gil_free(NULL);
}

static void take_unattached(void *arg)
{
    errno = 0;
    CHECK(rc_gil_take(arg) == -1 && errno == EPERM);
}

/* ------------------------------------------------------------------------------------------ hogs */

typedef struct hogs {
    rc_gil *gil;
    uint64_t enough; /* honoured drops */
} hogs;

/* Never waits for anything: at safepoints only does it let go. */
static void hog(void *arg, unsigned index)
{
    hogs *h = arg;
    (void)index;
    enter(h->gil);
    while (stats_of(h->gil).honoured < h->enough)
        rc_thread_poll();
    leave_gil(h->gil);
}

/* Each honoured request hands the lock to another thread before the dropper has it again. */
static void every_request_hands_over(void)
{
    hogs h = {new_gil((rc_gil_options){.interval = 50}), rc_tool_scaled(1000)};
    stress_threads(3, hog, &h);
    rc_gil_stats s = stats_of(h.gil);
    CHECK(s.honoured >= h.enough);
    CHECK(s.retaken == 0 && s.handed == s.honoured);
    CHECK(s.stood == s.honoured);
    CHECK(s.switches >= s.honoured);
    /* A request ends with a switch or is taken back: n waiters make no more of them than one. */
    CHECK(s.requests <= s.switches + s.withdrawn && s.requests <= s.timeouts);
    CHECK(s.withdrawn == 0);
    rc_gil_free(h.gil);
}

/* Without standing, the same thread may be faster than the one that it has woken. */
static void unforced_may_take_again(void)
{
    hogs h = {new_gil((rc_gil_options){.interval = 50, .unforced = true}), rc_tool_scaled(1000)};
    stress_threads(2, hog, &h);
    rc_gil_stats s = stats_of(h.gil);
    CHECK(s.stood == 0 && s.honoured == s.handed + s.retaken);
    tap_note("unforced: %llu of %llu honoured drops were in vain", (unsigned long long)s.retaken,
             (unsigned long long)s.honoured);
    rc_gil_free(h.gil);
}

/* ------------------------------------------------------------------- an echo thread beside a hog */

typedef struct echo {
    rc_gil *gil;
    uint64_t rounds;
    _Atomic unsigned begun, done;
    uint64_t hog_polls, lost_errors;
} echo;

static void beside(void *arg, unsigned index)
{
    echo *e = arg;
    if (index == 1)
        await(&e->begun, 1);
    enter(e->gil);
    if (index == 0) {
        tell(&e->begun, 1);
        while (rc_load_relaxed(&e->done) == 0) { /* relaxed: a question only */
            rc_thread_poll();
            e->hog_polls++;
        }
    } else {
        for (uint64_t i = 0; i < e->rounds; i++) {
            rc_thread_block_begin();
            errno = ENOTTY; /* of the blocking call: it survives the wait for the lock */
            rc_thread_block_end();
            e->lost_errors += errno != ENOTTY;
        }
        rc_store_relaxed(&e->done, 1);
    }
    leave_gil(e->gil);
}

/* The hog goes on until the echo thread has done all its rounds: each needs the lock from it. */
static void echo_lives(const char *what, rc_gil_options options)
{
    echo e = {.gil = new_gil(options), .rounds = rc_tool_scaled(300)};
    stress_threads(2, beside, &e);
    rc_gil_stats s = stats_of(e.gil);
    CHECK_FOR(what, s.drops >= e.rounds && e.hog_polls > 0);
    CHECK_FOR(what, s.waits > 0 && e.lost_errors == 0);
    CHECK_FOR(what, options.unforced || options.style != RC_GIL_TIMED || s.retaken == 0);
    rc_gil_free(e.gil);
}

/* ------------------------------------------------------------------------------- strict order */

typedef struct line {
    rc_gil *gil;
    unsigned order[3], arrived;
} line;

typedef struct in_line {
    line *line;
    unsigned number;
} in_line;

static void wait_in_turn(void *arg)
{
    in_line *me = arg;
    enter(me->line->gil);
    me->line->order[me->line->arrived++] = me->number;
    leave_gil(me->line->gil);
}

static void give_up_in_line(void *arg)
{
    must(rc_thread_attach() == 0);
    errno = 0;
    CHECK(rc_gil_take_within(arg, 1) == -1 && errno == ETIMEDOUT);
    CHECK(!rc_gil_is_held(arg));
    rc_thread_detach();
}

/* First come, first served; and who gives up leaves no gap. */
static void served_in_order(void)
{
    line l = {.gil = new_gil((rc_gil_options){.style = RC_GIL_TICKET, .ticks = 1})};
    puppet p[4];
    in_line who[3];
    must(rc_gil_take(l.gil) == 0);
    for (unsigned i = 0; i < 4; i++)
        puppet_create(&p[i]);
    for (unsigned i = 0; i < 3; i++) {
        uint64_t before = stats_of(l.gil).waits;
        who[i] = (in_line){&l, i};
        puppet_start(&p[i], wait_in_turn, &who[i]);
        await_waiter(l.gil, before + 1);
        if (i != 1)
            puppet_do(&p[3], give_up_in_line,
                      l.gil); /* in the middle of the line, and at its end */
    }
    rc_thread_poll(); /* hands over, and gets in line behind all */
    CHECK(l.arrived == 3 && l.order[0] == 0 && l.order[1] == 1 && l.order[2] == 2);
    must(rc_gil_drop(l.gil) == 0);
    for (unsigned i = 0; i < 4; i++)
        puppet_join(&p[i]);
    CHECK(stats_of(l.gil).retaken == 0 && stats_of(l.gil).handed == 1);
    rc_gil_free(l.gil);
}

/* ------------------------------------------------------------------------------ several locks */

static void hold_and_drop(void *arg)
{
    enter(arg);
    leave_gil(arg);
}

/* Another lock's threads do not wait for this one's. */
static void two_locks(void)
{
    rc_gil *one = new_gil((rc_gil_options){0}), *two = new_gil((rc_gil_options){0});
    puppet p;
    puppet_create(&p);
    must(rc_gil_take(one) == 0);
    puppet_do(&p, hold_and_drop, two);
    CHECK(rc_gil_is_held(one) && stats_of(two).takes == 1 && stats_of(two).waits == 0);
    must(rc_gil_drop(one) == 0);
    puppet_join(&p);
    rc_gil_free(one);
    rc_gil_free(two);
}

static void handover_tests(void)
{
    nobody_waits();
    nesting_and_errors();
    rc_gil *gil = new_gil((rc_gil_options){0});
    stress_join(stress_thread(take_unattached, gil, 0));
    rc_gil_free(gil);
    every_request_hands_over();
    unforced_may_take_again();
    echo_lives("timed", (rc_gil_options){.interval = 50});
    echo_lives("eager", (rc_gil_options){.interval = 20000, .eager = true});
    echo_lives("ticket", (rc_gil_options){.style = RC_GIL_TICKET, .ticks = 5});
    served_in_order();
    two_locks();
}
