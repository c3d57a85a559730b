/*
 * sections.h: what a read section protects, and for how long.
 */
static void section_protects(void)
{
    _Atomic bool gone = false;
    place p = 0;
    reader r;
    put(&p, new_item(&gone));
    reader_start(&r, &p);
    puppet_do(&r.puppet, reader_enter, &r);
    put(&p, NULL);
    tempt();
    CHECK(r.alive && !is_gone(&gone));
    puppet_do(&r.puppet, reader_exit, &r);
    MUST(released_in_the_end(&gone));
    reader_end(&r);
}

/* What is retired before the section begins is not held back by it: its name is nobody's any more. */
static void section_loads_the_new(void)
{
    _Atomic bool first = false, second = false;
    place p = 0;
    reader r;
    put(&p, new_item(&first));
    reader_start(&r, &p);
    for (int i = 0; i < 3; i++) { /* the same again, so that a scheme that remembers does */
        puppet_do(&r.puppet, reader_enter, &r);
        puppet_do(&r.puppet, reader_exit, &r);
    }
    put(&p, new_item(&second));
    MUST(released_in_the_end(&first));
    puppet_do(&r.puppet, reader_enter, &r);
    CHECK(r.alive);
    put(&p, NULL);
    tempt();
    CHECK(!is_gone(&second));
    puppet_do(&r.puppet, reader_exit, &r);
    MUST(released_in_the_end(&second));
    reader_end(&r);
}

/* The same object in two sections one after the other, the second while it is replaced. */
static void section_again(void)
{
    _Atomic bool gone = false;
    place p = 0;
    reader r;
    put(&p, new_item(&gone));
    reader_start(&r, &p);
    puppet_do(&r.puppet, reader_enter, &r);
    puppet_do(&r.puppet, reader_exit, &r);
    puppet_do(&r.puppet, reader_enter, &r);
    put(&p, NULL);
    tempt();
    CHECK(r.alive && !is_gone(&gone));
    puppet_do(&r.puppet, reader_exit, &r);
    MUST(released_in_the_end(&gone));
    reader_end(&r);
}

/* The reader itself retires, much, in the middle of its section. */
static void section_of_a_writer(void)
{
    _Atomic bool gone = false;
    place p = 0;
    put(&p, new_item(&gone));
    rc_reclaim_drain();
    rc_guard g = rc_guard_enter();
    item *seen = item_at(rc_guard_protect_(&g, &p));
    put(&p, NULL);
    tempt();
    CHECK(!is_gone(&gone) && rc_load_relaxed(&seen->alive) == ALIVE);
    rc_guard_exit(g);
    MUST(released_in_the_end(&gone));
}

static void brief_open(void *arg)
{
    reader *r = arg;
    rc_thread_block_end();
    item *i = item_at(rc_brief_begin_(r->from));
    r->alive = rc_load_relaxed(&i->alive) == ALIVE;
}

static void brief_close(void *arg)
{
    (void)arg;
    rc_brief_end_();
    rc_thread_poll();
    rc_thread_block_begin();
}

static void brief_protects(void)
{
    _Atomic bool gone = false;
    place p = 0;
    reader r;
    put(&p, new_item(&gone));
    reader_start(&r, &p);
    puppet_do(&r.puppet, brief_open, &r);
    put(&p, NULL);
    tempt();
    CHECK(r.alive && !is_gone(&gone));
    puppet_do(&r.puppet, brief_close, &r);
    MUST(released_in_the_end(&gone));
    reader_end(&r);
}

/* The low bits of a word are no part of the address. */
static void section_tagged(void)
{
    for (uintptr_t tag = 0; tag < 4; tag++) {
        _Atomic bool gone = false;
        place p = 0;
        reader r;
        item *i = new_item(&gone);
        rc_store_release(&p, (uintptr_t)i | tag);
        reader_start(&r, &p);
        puppet_do(&r.puppet, reader_enter, &r);
        rc_exchange_seq_cst(&p, 0);
        rc_reclaim_retire_(i);
        tempt();
        CHECK(r.alive && !is_gone(&gone));
        puppet_do(&r.puppet, reader_exit, &r);
        MUST(released_in_the_end(&gone));
        reader_end(&r);
    }
}

/* ------------------------------------------------------------------------------------- nesting */

enum { NESTED = 3 };

typedef struct nest {
    reader reader;
    place from[NESTED];
    rc_guard guard[NESTED];
    unsigned next; /* which guard is meant */
    unsigned open;
} nest;

static void nest_enter(void *arg)
{
    nest *n = arg;
    if (n->open++ == 0)
        rc_thread_block_end();
    n->guard[n->next] = rc_guard_enter();
    item *i = item_at(rc_guard_protect_(&n->guard[n->next], &n->from[n->next]));
    n->reader.alive = i == NULL || rc_load_relaxed(&i->alive) == ALIVE;
}

static void nest_exit(void *arg)
{
    nest *n = arg;
    rc_guard_exit(n->guard[n->next]);
    if (--n->open == 0) {
        rc_thread_poll();
        rc_thread_block_begin();
    }
}

static void nest_do(nest *n, unsigned which, void (*action)(void *arg))
{
    n->next = which;
    puppet_do(&n->reader.puppet, action, n);
}

/* In every order: the guards end, and each protects its own until then. The first one sees an empty place. */
static void nested_sections(void)
{
    static const unsigned order[6][NESTED] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
                                              {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    bool bounded = rc_get_reclaim()->bounded;
    for (unsigned o = 0; o < 6; o++) {
        nest n = {.open = 0};
        _Atomic bool gone[NESTED] = {false, false, false};
        bool good = true;
        for (unsigned i = 1; i < NESTED; i++)
            put(&n.from[i], new_item(&gone[i]));
        reader_start(&n.reader, NULL);
        for (unsigned i = 0; i < NESTED; i++) {
            nest_do(&n, i, nest_enter);
            good = good && n.reader.alive;
        }
        for (unsigned i = 1; i < NESTED; i++)
            put(&n.from[i], NULL);
        for (unsigned done = 0; done < NESTED; done++) {
            tempt();
            for (unsigned i = done; i < NESTED; i++)
                good = good && !is_gone(&gone[order[o][i]]);
            nest_do(&n, order[o][done], nest_exit);
            /* A name that is taken back holds nothing, though others go on. */
            if (bounded && order[o][done] != 0)
                MUST(released_in_the_end(&gone[order[o][done]]));
        }
        for (unsigned i = 1; i < NESTED; i++)
            good = good && released_in_the_end(&gone[i]);
        reader_end(&n.reader);
        tap_ok(good, "%s: ended in the order %u %u %u", __func__, order[o][0], order[o][1],
               order[o][2]);
    }
}

/* ------------------------------------------------------------------------------- many hazards */

enum { MANY = 1000 };

typedef struct crowd {
    reader reader;
    place from[MANY];
    rc_guard guard[MANY / 100];
} crowd;

static void crowd_enter(void *arg)
{
    crowd *c = arg;
    rc_thread_block_end();
    for (unsigned g = 0; g < MANY / 100; g++) {
        c->guard[g] = rc_guard_enter();
        for (unsigned i = 0; i < 100; i++)
            rc_guard_protect_(&c->guard[g], &c->from[g * 100 + i]);
    }
}

static void crowd_exit(void *arg)
{
    crowd *c = arg;
    for (unsigned g = 0; g < MANY / 100; g++)
        rc_guard_exit(c->guard[g]);
    rc_thread_poll();
    rc_thread_block_begin();
}

static crowd many;

/* More names than any table of a fixed size has room for; twice, because the second time they are at hand. */
static void many_protected(void)
{
    for (int round = 0; round < 2; round++) {
        for (unsigned i = 0; i < MANY; i++)
            put(&many.from[i], new_item(NULL));
        rc_reclaim_drain();
        reader_start(&many.reader, NULL);
        puppet_do(&many.reader.puppet, crowd_enter, &many);
        uint64_t before = ends();
        for (unsigned i = 0; i < MANY; i++)
            put(&many.from[i], NULL);
        uint64_t others = stats().retired;
        tempt();
        others = stats().retired - others;
        CHECK(ends() - before <= others); /* only what tempt() retired */
        puppet_do(&many.reader.puppet, crowd_exit, &many);
        rc_reclaim_drain();
        CHECK(ends() == before + others + MANY);
        reader_end(&many.reader);
    }
}

/* ---------------------------------------------------------------------- names with gaps between them */

enum { GAPS = 64 }; /* more than two blocks of names */

typedef struct sieve {
    reader reader;
    place from[GAPS];
    rc_guard guard[GAPS];
    unsigned next;
} sieve;

static void sieve_enter(void *arg)
{
    sieve *s = arg;
    rc_thread_block_end();
    for (unsigned g = 0; g < GAPS; g++) {
        s->guard[g] = rc_guard_enter();
        rc_guard_protect_(&s->guard[g], &s->from[g]);
    }
}

static void sieve_exit_one(void *arg)
{
    sieve *s = arg;
    rc_guard_exit(s->guard[s->next]);
}

static void sieve_idle(void *arg)
{
    (void)arg;
    rc_thread_poll();
    rc_thread_block_begin();
}

/* One guard after the other ends, as its place among the names has it or not: each of the others holds. */
static void gaps_between_names(void)
{
    static const unsigned strides[] = {1, GAPS - 1, 27};
    for (unsigned k = 0; k < sizeof strides / sizeof strides[0]; k++) {
        sieve s = {.next = 0};
        _Atomic bool gone[GAPS];
        bool held = true, ended = true;
        for (unsigned i = 0; i < GAPS; i++) {
            rc_store_relaxed(&gone[i], false); /* relaxed: no other thread knows of it */
            put(&s.from[i], new_item(&gone[i]));
        }
        reader_start(&s.reader, NULL);
        puppet_do(&s.reader.puppet, sieve_enter, &s);
        for (unsigned i = 0; i < GAPS; i++)
            put(&s.from[i], NULL);
        for (unsigned done = 0; done < GAPS; done++) {
            tempt();
            for (unsigned i = done; i < GAPS; i++)
                held = held && !is_gone(&gone[i * strides[k] % GAPS]);
            s.next = done * strides[k] % GAPS;
            puppet_do(&s.reader.puppet, sieve_exit_one, &s);
        }
        puppet_do(&s.reader.puppet, sieve_idle, &s);
        for (unsigned i = 0; i < GAPS; i++)
            ended = ended && released_in_the_end(&gone[i]);
        reader_end(&s.reader);
        rc_reclaim_drain();
        tap_ok(held && ended, "%s: every %u. one", __func__, strides[k]);
    }
}

static void section_tests(void)
{
    section_protects();
    section_loads_the_new();
    section_again();
    section_of_a_writer();
    brief_protects();
    section_tagged();
    nested_sections();
    many_protected();
    gaps_between_names();
}
