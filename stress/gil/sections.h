/*
 * sections.h: critical sections: no circle of waiting threads, and what exactly is held when.
 */
typedef struct cell {
    rc_lock lock;
    uint64_t value;
} cell;

static bool is_free(const cell *c)
{
    return rc_load_relaxed((const _Atomic uint32_t *)&c->lock.word) == 0; /* relaxed: a question */
}

/* ------------------------------------------------------------------------------- what is held */

static void section_states(void)
{
    cell a = {.value = 0}, b = a, c = a;
    rc_section outer, middle, inner, same, pair;
    CHECK(!rc_section_is_open());
    rc_section_begin(&outer, &a.lock);
    CHECK(rc_section_is_open() && !is_free(&a));
    rc_section_begin(&same, &a.lock); /* held already: free of charge */
    rc_section_begin(&middle, &b.lock);
    rc_section_begin(&inner, &c.lock);
    CHECK(!is_free(&a) && !is_free(&b) && !is_free(&c));
    rc_thread_block_begin();
    CHECK(is_free(&a) && is_free(&b) && is_free(&c));
    rc_thread_block_end();
    CHECK(is_free(&a) && is_free(&b) && !is_free(&c)); /* the innermost alone is held again */
    CHECK(outer.suspensions == 1 && middle.suspensions == 1 && inner.suspensions == 1);
    rc_section_end(&inner);
    CHECK(is_free(&a) && !is_free(&b) && is_free(&c));
    rc_section_end(&middle);
    CHECK(!is_free(&a) && is_free(&b));
    rc_section_end(&same);
    CHECK(!is_free(&a));
    rc_section_begin_pair(&pair, &a.lock, &b.lock); /* one of the two is the outer section's */
    CHECK(!is_free(&a) && !is_free(&b));
    rc_section_begin(&same, &b.lock); /* either of a pair is held already */
    CHECK(pair.suspensions == 0);
    rc_section_end(&same);
    rc_section_begin_pair(&same, &b.lock, &a.lock);
    rc_section_end(&same);
    rc_section_end(&pair);
    CHECK(!is_free(&a) && is_free(&b));
    rc_section_end(&outer);
    CHECK(is_free(&a) && is_free(&b) && is_free(&c) && !rc_section_is_open());
    rc_section_begin_pair(&pair, &c.lock, &c.lock);
    CHECK(!is_free(&c));
    rc_section_end(&pair);
    CHECK(is_free(&c));
}

/* A section on an object further out than the innermost: it is let go for it, and waits for nobody. */
static void section_again_further_in(void)
{
    cell a = {.value = 0}, b = a;
    rc_section first, second, third;
    rc_section_begin(&first, &a.lock);
    rc_section_begin(&second, &b.lock);
    rc_section_begin(&third, &a.lock);
    CHECK(!is_free(&a) && is_free(&b) && first.suspensions == 1 && second.suspensions == 1);
    rc_section_end(&third);
    CHECK(is_free(&a) && !is_free(&b));
    rc_section_end(&second);
    CHECK(!is_free(&a) && is_free(&b));
    rc_section_end(&first);
    CHECK(is_free(&a) && is_free(&b));
}

/* ----------------------------------------------------------------------------- two containers */

typedef struct move {
    cell cell[2];
    uint64_t rounds, suspensions;
    bool pairs;
    rc_gil *gil; /* or NULL */
} move;

/* Both threads move between the same two, in opposite directions. */
static void move_across(void *arg, unsigned index)
{
    move *m = arg;
    cell *from = &m->cell[index % 2], *to = &m->cell[1 - index % 2];
    uint64_t suspensions = 0;
    must(rc_thread_attach() == 0 && (m->gil == NULL || rc_gil_take(m->gil) == 0));
    for (uint64_t i = 0; i < m->rounds; i++) {
        rc_section outer, inner;
        if (m->pairs) {
            rc_section_begin_pair(&outer, &from->lock, &to->lock);
            from->value--;
            to->value++;
            rc_section_end(&outer);
            continue;
        }
        rc_section_begin(&outer, &from->lock);
        rc_section_begin(&inner, &to->lock);
        to->value++;
        rc_section_end(&inner);
        from->value--; /* held again, but by now another value perhaps: read it here, not above */
        rc_section_end(&outer);
        suspensions += outer.suspensions;
        if (m->gil != NULL)
            rc_thread_poll();
    }
    if (m->gil != NULL)
        must(rc_gil_drop(m->gil) == 0);
    rc_thread_detach();
    rc_fetch_add_relaxed((_Atomic uint64_t *)&m->suspensions, suspensions);
}

/* In the order of the arguments with plain locks this ends after a few thousand rounds, for ever. */
static void opposite_directions(const char *what, bool pairs, unsigned threads, rc_gil *gil)
{
    move m = {.rounds = rc_tool_scaled(50000), .pairs = pairs, .gil = gil};
    stress_threads(threads, move_across, &m);
    CHECK_FOR(what, m.cell[0].value + m.cell[1].value == 0);
    CHECK_FOR(what, m.cell[0].value == 0 || threads % 2 != 0);
    CHECK_FOR(what, is_free(&m.cell[0]) && is_free(&m.cell[1]));
    CHECK_FOR(what, !pairs || m.suspensions == 0);
    tap_note("%s: %llu suspensions", what, (unsigned long long)m.suspensions);
}

/* ------------------------------------------------------------------- a torn outer operation */

typedef struct tear {
    cell a, b;
    _Atomic unsigned stage;
} tear;

static void hold_b_then_touch_a(void *arg)
{
    tear *t = arg;
    rc_section s;
    must(rc_thread_attach() == 0);
    rc_section_begin(&s, &t->b.lock);
    tell(&t->stage, 1);
    await(&t->stage, 2);
    unsigned turns = 0;
    while (!is_free(&t->a)) /* until the other thread has let go of it, to wait for b */
        rc_platform_relax(&turns);
    rc_section in;
    rc_section_begin(&in, &t->a.lock);
    t->a.value++;
    rc_section_end(&in);
    rc_section_end(&s);
    rc_thread_detach();
}

/* What a section protects may have changed after a nested section has waited; and it says so. */
static void outer_value_changes(void)
{
    tear t = {.stage = 0};
    puppet p;
    puppet_create(&p);
    puppet_start(&p, hold_b_then_touch_a, &t);
    await(&t.stage, 1);
    rc_section outer, inner;
    rc_section_begin(&outer, &t.a.lock);
    uint64_t seen = t.a.value;
    tell(&t.stage, 2);
    rc_section_begin(&inner, &t.b.lock);
    rc_section_end(&inner);
    CHECK(outer.suspensions > 0 && t.a.value == seen + 1);
    rc_section_end(&outer);
    puppet_join(&p);
    CHECK(is_free(&t.a) && is_free(&t.b));
}

/* ---------------------------------------------------------------------------- many on one lock */

static void count_up(void *arg, unsigned index)
{
    cell *c = arg;
    (void)index;
    must(rc_thread_attach() == 0);
    for (uint64_t i = rc_tool_scaled(20000); i > 0; i--) {
        rc_section s;
        rc_section_begin(&s, &c->lock);
        c->value++;
        if (i % 16 == 0)
            sched_yield(); /* with the lock held: the others go to sleep */
        rc_section_end(&s);
    }
    rc_thread_detach();
}

static void many_on_one(void)
{
    cell c = {.value = 0};
    stress_threads(4, count_up, &c);
    CHECK(c.value == 4 * rc_tool_scaled(20000) && is_free(&c));
}

/* The next holder may free the memory that the lock lies in as soon as it has the lock. */
typedef struct brief {
    cell *cell;
    _Atomic unsigned stage;
} brief;

static void hold_briefly(void *arg)
{
    brief *b = arg;
    rc_section s;
    must(rc_thread_attach() == 0);
    rc_section_begin(&s, &b->cell->lock);
    tell(&b->stage, 1);
    rc_section_end(&s);
    rc_thread_detach();
}

static void lock_dies_with_its_object(void)
{
    bool good = true;
    puppet p;
    puppet_create(&p);
    for (uint64_t i = rc_tool_scaled(300); i > 0; i--) {
        brief b = {.cell = calloc(1, sizeof(cell))};
        must(b.cell != NULL);
        puppet_start(&p, hold_briefly, &b);
        await(&b.stage, 1);
        rc_section s;
        rc_section_begin(&s, &b.cell->lock);
        rc_section_end(&s);
        good = good && is_free(b.cell);
        free(b.cell);
        puppet_wait(&p);
    }
    puppet_join(&p);
    CHECK(good);
}

/* ------------------------------------------------------------------ under an interpreter lock */

static void change_it(void *arg)
{
    cell *c = arg;
    rc_section s;
    rc_section_begin(&s, &c->lock);
    c->value++;
    rc_section_end(&s);
}

typedef struct guest {
    rc_gil *gil;
    cell *cell;
} guest;

static void change_under_lock(void *arg)
{
    guest *g = arg;
    enter(g->gil);
    change_it(g->cell);
    leave_gil(g->gil);
}

/* A switch at a safepoint lets go of sections too: so the other thread gets in. */
static void switch_suspends(void)
{
    cell c = {.value = 0};
    guest g = {new_gil((rc_gil_options){.interval = 1}), &c};
    puppet p;
    puppet_create(&p);
    must(rc_gil_take(g.gil) == 0);
    rc_section s;
    rc_section_begin(&s, &c.lock);
    puppet_start(&p, change_under_lock, &g);
    while (c.value == 0)
        rc_thread_poll();
    CHECK(s.suspensions > 0 && !is_free(&c));
    rc_section_end(&s);
    must(rc_gil_drop(g.gil) == 0);
    puppet_join(&p);
    rc_gil_free(g.gil);
}

static void section_tests(void)
{
    section_states();
    section_again_further_in();
    opposite_directions("nested", false, 2, NULL);
    opposite_directions("nested, three", false, 3, NULL);
    opposite_directions("pairs", true, 2, NULL);
    opposite_directions("pairs, four", true, 4, NULL);
    rc_gil *gil = new_gil((rc_gil_options){.interval = 20});
    opposite_directions("nested, under the lock", false, 2, gil);
    rc_gil_free(gil);
    outer_value_changes();
    many_on_one();
    lock_dies_with_its_object();
    switch_suspends();
}
