/*
 * exclusion.h: never two holders, and the books of the lock are in order. `make gil-switches` makes it a
 * million switches of the timed lock.
 *
 * Threads touch plain variables between their safepoints, drop the lock for blocking regions and altogether,
 * and look whether anybody else is inside. ThreadSanitizer sees two holders even if they do not meet.
 */
typedef struct crowd {
    rc_gil *gil;
    uint64_t goal;             /* switches */
    bool spread;               /* over the processors; else all on one, where a switch is cheap */
    _Atomic unsigned inside;   /* threads that hold the lock: they say so themselves */
    _Atomic unsigned together; /* sightings of another one inside */
    uint64_t total;            /* plain, as are the next two */
    uint64_t rounds;
    bool over;
    _Atomic uint64_t expected; /* of total */
    void *shared;              /* retained and released by all */
} crowd;

static void be_inside(crowd *c, uint64_t turns)
{
    /* relaxed, all: the question must not order the threads. */
    if (rc_fetch_add_relaxed(&c->inside, 1) != 0)
        rc_fetch_add_relaxed(&c->together, 1);
    for (uint64_t i = 0; i < turns; i++) {
        c->total++;
        rc_retain(c->shared);
        rc_release(c->shared);
    }
    rc_fetch_sub_relaxed(&c->inside, 1);
}

/* One turn outside, or at a safepoint. */
static void be_outside(crowd *c, uint64_t random)
{
    switch (random % 8) {
    case 0:
        rc_thread_block_begin();
        rc_thread_block_end();
        break;
    case 1:
        must(rc_gil_drop(c->gil) == 0 && rc_gil_take(c->gil) == 0);
        break;
    default:
        rc_thread_poll();
    }
}

static void mingle(void *arg, unsigned index)
{
    crowd *c = arg;
    uint64_t random = index, mine = 0;
    if (!c->spread)
        rc_tool_pin(0);
    enter(c->gil);
    while (!c->over) {
        uint64_t turns = 1 + stress_random(&random) % 3;
        be_inside(c, turns);
        mine += turns;
        if (++c->rounds % 64 == 0)
            c->over = stats_of(c->gil).switches >= c->goal;
        be_outside(c, stress_random(&random));
    }
    leave_gil(c->gil);
    rc_fetch_add_relaxed(&c->expected, mine); /* relaxed: read after the join */
}

static uint64_t switches_seen;

static void one_holder(rc_gil_options options, unsigned threads, bool spread, uint64_t goal)
{
    crowd c = {.gil = new_gil(options), .goal = goal, .spread = spread};
    const char *name = style_name[options.style];
    unsigned before = rc_load_relaxed(&ended);
    c.shared = new_thing();
    stress_threads(threads, mingle, &c);
    rc_gil_stats s = stats_of(c.gil);
    CHECK_FOR(name, rc_load_relaxed(&c.together) == 0);
    CHECK_FOR(name, c.total == rc_load_relaxed(&c.expected));
    CHECK_FOR(name, rc_count(c.shared) == 1);
    rc_release(c.shared);
    rc_thread_poll();
    CHECK_FOR(name, rc_load_relaxed(&ended) == before + 1);
    CHECK_FOR(name, s.switches >= goal);
    CHECK_FOR(name, s.takes == s.drops + s.honoured);
    CHECK_FOR(name, s.honoured == s.handed + s.retaken);
    CHECK_FOR(name, s.switches <= s.takes && s.stood <= s.honoured);
    tap_note("%s, %u threads: %llu switches", name, threads, (unsigned long long)s.switches);
    switches_seen += s.switches;
    rc_gil_free(c.gil);
}

/* The timed lock, by waiters that are impatient, and by all that a thread can do beside waiting. */
static void timed_lock(uint64_t goal)
{
    one_holder((rc_gil_options){.interval = 1}, 3, true, goal);
}

static void exclusion_tests(void)
{
    uint64_t goal = rc_tool_scaled(400);
    for (unsigned style = 0; style < STYLES; style++) {
        rc_gil_options o = {.style = (rc_gil_style)style, .interval = 20, .ticks = 3};
        one_holder(o, 2, true, goal);
    }
    one_holder((rc_gil_options){.style = RC_GIL_TICKET, .ticks = 3}, 3, false, 10 * goal);
    timed_lock(goal);
    one_holder((rc_gil_options){.interval = 20, .unforced = true}, 2, true, goal);
    one_holder((rc_gil_options){.interval = 20, .eager = true}, 3, true, goal);
    CHECK(switches_seen >= 16 * goal);
    tap_note("%llu switches, and never two holders", (unsigned long long)switches_seen);
}
