/*
 * races.h: readers and writers of a few places at full speed. Each reader checks that what it has seen is alive
 * for as long as it says so.
 */
enum { RACE_PLACES = 3, RACE_THREADS = 3 };

static struct {
    place at[RACE_PLACES];
    uint64_t seed;
    unsigned rounds;
    _Atomic uint64_t dead; /* seen by a reader */
    _Atomic uint64_t made;
} race;

static void see(uintptr_t word)
{
    item *i = item_at(word);
    if (i != NULL && rc_load_relaxed(&i->alive) != ALIVE)
        rc_fetch_add_relaxed(&race.dead, 1);
}

static void race_thread(void *arg, unsigned index)
{
    (void)arg;
    if (rc_thread_attach() != 0)
        abort();
    uint64_t random = race.seed + index, made = 0;
    for (unsigned i = 0; i < race.rounds; i++) {
        uint64_t r = stress_random(&random);
        place *p = &race.at[r % RACE_PLACES], *q = &race.at[(r >> 8) % RACE_PLACES];
        switch ((r >> 16) % 8) {
        case 0:
        case 1: /* a writer */
            put(p, new_item(NULL));
            made++;
            break;
        case 2: { /* an owning load */
            item *seen = item_at(rc_brief_begin_(p));
            rc_retain(seen);
            rc_brief_end_();
            see((uintptr_t)seen);
            rc_release(seen);
            break;
        }
        case 3: { /* two in one section, and a write in it */
            rc_guard g = rc_guard_enter();
            uintptr_t a = rc_guard_protect_(&g, p), b = rc_guard_protect_(&g, q);
            put(q, new_item(NULL));
            made++;
            see(a);
            see(b);
            rc_guard_exit(g);
            break;
        }
        case 4: { /* hand over hand */
            rc_guard g = rc_guard_enter();
            uintptr_t a = rc_guard_protect_(&g, p);
            rc_guard h = rc_guard_enter();
            uintptr_t b = rc_guard_protect_(&h, q);
            see(a);
            rc_guard_exit(g);
            see(b);
            rc_guard_exit(h);
            break;
        }
        default: { /* a borrow */
            rc_guard g = rc_guard_enter();
            uintptr_t a = rc_guard_protect_(&g, p);
            see(a);
            see(a);
            rc_guard_exit(g);
        }
        }
        if (i % 16 == 0)
            rc_thread_poll();
    }
    rc_fetch_add_relaxed(&race.made, made);
    rc_thread_detach();
}

static void race_name_and_scan(uint64_t seed)
{
    rc_reclaim_drain();
    uint64_t before = ends();
    race.seed = seed;
    race.rounds = (unsigned)rc_tool_scaled(40000) + 200;
    rc_thread_block_begin();
    stress_threads(RACE_THREADS, race_thread, NULL);
    rc_thread_block_end();
    for (unsigned i = 0; i < RACE_PLACES; i++)
        put(&race.at[i], NULL);
    rc_reclaim_drain();
    CHECK(rc_load_relaxed(&race.dead) == 0);
    CHECK(ends() == before + rc_load_relaxed(&race.made));
}

/*
 * A section, and the end of what it has seen: nothing but the library makes an order between the two, so that a race
 * detector sees whether it does.
 */
static _Atomic unsigned turn; /* 1: the section has ended; 2: the thread may go */

static void read_in_order(void *arg)
{
    if (rc_thread_attach() != 0)
        abort();
    rc_guard g = rc_guard_enter();
    see(rc_guard_protect_(&g, arg));
    rc_guard_exit(g);
    /* No retain and release: a count orders too. */
    see(rc_brief_begin_(arg));
    rc_brief_end_();
    rc_thread_block_begin();
    rc_store_relaxed(&turn, 1); /* relaxed: see above */
    while (rc_load_relaxed(&turn) != 2)
        usleep(100);
    rc_thread_block_end();
    rc_thread_detach();
}

static void race_read_and_end(void)
{
    _Atomic bool gone = false;
    place p = 0;
    put(&p, new_item(&gone));
    rc_reclaim_drain();
    rc_store_relaxed(&turn, 0);
    pthread_t reader = stress_thread(read_in_order, &p, 0);
    while (rc_load_relaxed(&turn) != 1)
        usleep(100);
    put(&p, NULL);
    /* A helper gets as much as it waits for, and no more: a second wish would order what the first has done. */
    retire_many(8 * RC_BATCH);
    usleep(30000);
    MUST(released_in_the_end(&gone));
    rc_store_relaxed(&turn, 2);
    stress_join(reader);
}

static void race_tests(uint64_t seed)
{
    race_read_and_end();
    race_name_and_scan(seed);
}
