/*
 * storms.h: many collections beside threads that change everything all the time.
 *
 * The collecting thread decides how long it goes on: so many collections, and the others until then.
 */
enum { MUTATORS = 2, COLLECTIONS = 100, MADE_IN_A_ROUND = 500, BOXES = 8, TREASURES = 8 };

static _Atomic bool over;
static _Atomic uint64_t rounds; /* collections so far */
static _Atomic uint32_t started;

static bool goes_on(void)
{
    return !rc_load_relaxed(&over); /* relaxed: only a hint */
}

typedef struct mutator {
    void (*body)(struct mutator *m);
    uint64_t random, made, steps, round, made_in_round;
} mutator;

static void mutate(void *arg)
{
    mutator *m = arg;
    if (rc_thread_attach() != 0)
        abort();
    rc_fetch_add_relaxed(&started, 1); /* relaxed: only a hint */
    m->body(m);
    rc_thread_detach();
}

/* What each of them does between two safepoints, at least once. */
static void go_on(mutator *m)
{
    m->steps++;
    rc_thread_poll();
}

/* Garbage grows faster than one thread collects it: so many objects for each collection. */
static bool may_make(mutator *m, uint64_t count)
{
    uint64_t round = rc_load_relaxed(&rounds); /* relaxed: only a hint */
    if (round != m->round)
        m->made_in_round = 0;
    m->round = round;
    if (m->made_in_round + count > MADE_IN_A_ROUND)
        return false;
    m->made_in_round += count;
    m->made += count;
    return true;
}

/* Runs `body` on the mutators and collects beside them. Returns how many objects the collections freed. */
static size_t storm(void (*body)(mutator *m), uint64_t seed, mutator *mutators)
{
    pthread_t thread[MUTATORS];
    size_t died = 0;
    unsigned turns = 0;
    rc_store_relaxed(&over, false); /* relaxed, both: the threads are not there yet */
    rc_store_relaxed(&started, 0);
    for (unsigned i = 0; i < MUTATORS; i++) {
        mutators[i] = (mutator){.body = body, .random = seed + i};
        thread[i] = stress_thread(mutate, &mutators[i], 0);
    }
    while (rc_load_relaxed(&started) < MUTATORS) {
        rc_thread_poll(); /* they may be collecting already */
        rc_platform_relax(&turns);
    }
    for (uint64_t i = rc_tool_scaled(COLLECTIONS) + 4; i > 0; i--) {
        died += rc_collect();
        rc_fetch_add_relaxed(&rounds, 1); /* relaxed: see may_make */
    }
    rc_store_relaxed(&over, true);
    rc_thread_block_begin();
    for (unsigned i = 0; i < MUTATORS; i++)
        stress_join(thread[i]);
    rc_thread_block_end();
    return died + rc_collect();
}

static uint32_t draw(mutator *m, uint32_t below)
{
    return (uint32_t)(stress_random(&m->random) >> 32) % below;
}

/*
 * H1, H2: treasures that all threads know lie in boxes, each thread's own, and wander: taken out of one box
 * and put into another, copied and thrown away, never with a moment at which nothing holds them. A scan that
 * has seen the one box and not yet the other, or a count and not yet the links, finds none.
 *
 *   T1                             collector
 *                                  scans box A: empty
 *   takes it out of B, into A
 *                                  scans B: empty; the treasure has one reference, not found: alive
 *   ... and with a copy in A that is dropped after A was scanned, garbage
 */
static cell *treasure[TREASURES];
static cell_fate treasure_fate[3 * TREASURES];

static void wander(mutator *m)
{
    cell *box[BOXES];
    for (unsigned i = 0; i < BOXES; i++) {
        box[i] = cell_new(&quiet_type, NULL);
        cell_link(box[i], 0, treasure[i % TREASURES]);
        cell_link(box[i], 1, box[(i + 1) / 2]);
    }
    cell *root = rc_retain(box[0]); /* box 0 holds all the others, from now on */
    for (unsigned i = 1; i < BOXES; i++) {
        cell_link(box[i / 2], 2 + i % 2, box[i]);
        rc_release(box[i]);
    }
    rc_release(box[0]);
    while (goes_on()) {
        cell *from = box[draw(m, BOXES)], *to = box[draw(m, BOXES)];
        cell *moved = from->edge[0]; /* with its reference: no count changes */
        if (moved != NULL && !cell_whole(moved))
            cell_fault("a treasure is not whole");
        from->edge[0] = to->edge[0];
        to->edge[0] = moved;
        if (draw(m, 4) == 0)
            rc_release(rc_retain(treasure[draw(m, TREASURES)]));
        if (draw(m, 4) == 0)
            cell_link(box[draw(m, BOXES)], 0, treasure[draw(m, TREASURES)]);
        go_on(m);
    }
    rc_release(root);
}

static void wandering_references(uint64_t seed)
{
    mutator m[MUTATORS];
    memset(treasure_fate, 0, sizeof treasure_fate);
    for (unsigned i = 0; i < TREASURES; i++)
        treasure[i] = cell_ring(&cell_type, treasure_fate + 3 * i, 3);
    storm(wander, seed, m);
    CHECK(cells_gone(treasure_fate, 3 * TREASURES) == 0);
    /* Each gets from one safepoint to the next between two stops, though the collector never rests. */
    for (unsigned i = 0; i < MUTATORS; i++)
        CHECK(m[i].steps >= rc_tool_scaled(COLLECTIONS));
    for (unsigned i = 0; i < TREASURES; i++) {
        CHECK(rc_count(treasure[i]) == 2 && cell_whole(treasure[i]));
        rc_release(treasure[i]);
    }
    CHECK(rc_collect() == 3 * TREASURES && cells_ended_well(treasure_fate, 3 * TREASURES));
    END();
}

/* H3: last references go while a collector looks; rings of all threads, each made, changed, and dropped. */
static void make_garbage(mutator *m)
{
    static cell_fate all = {.shared = true};
    cell *last = NULL;
    while (goes_on()) {
        unsigned length = 1 + draw(m, 4), turns = 0;
        if (!may_make(m, length)) {
            go_on(m);
            rc_platform_relax(&turns);
            continue;
        }
        cell *c = cell_ring(&cell_type, &all, 1);
        for (unsigned i = 1; i < length; i++) {
            cell *next = cell_new(&cell_type, &all);
            cell_link(next, 0, c->edge[0]);
            cell_link(c, 0, next);
            rc_release(next);
        }
        if (last != NULL && draw(m, 2) == 0)
            cell_link(c, 1, last); /* rings that hold rings */
        rc_release(last);
        last = c;
        if (!cell_whole(c))
            cell_fault("a ring in use is not whole");
        go_on(m);
    }
    rc_release(last);
}

static void last_releases(uint64_t seed)
{
    mutator m[MUTATORS];
    uint64_t before = live_objects(), made = 0;
    size_t died = storm(make_garbage, seed, m);
    for (unsigned i = 0; i < MUTATORS; i++)
        made += m[i].made;
    tap_note("%zu of %" PRIu64 " died in collections", died, made);
    CHECK(died == made && made > 0 && live_objects() == before);
    END();
}

/* D11, H9: weak references to rings that nobody holds otherwise are upgraded while the collector takes them. */
enum { RINGS = 16 };
static struct {
    cell_fate fate[2];
    rc_weak *weak;
} target[RINGS];
static _Atomic uint64_t upgrades, refusals;

static void upgrade(mutator *m)
{
    cell *kept[4] = {NULL};
    while (goes_on()) {
        unsigned i = draw(m, RINGS), place = draw(m, 4);
        cell *strong = rc_weak_upgrade(target[i].weak);
        rc_fetch_add_relaxed(strong != NULL ? &upgrades : &refusals, 1);
        if (strong != NULL && !cell_whole(strong))
            cell_fault("an upgrade gave an object that is not whole");
        rc_release(kept[place]);
        kept[place] = strong;
        if (draw(m, 2) == 0)
            go_on(m); /* held over a safepoint, or given back at once */
        for (unsigned k = 0; k < 4; k++) {
            if (kept[k] != NULL && !cell_whole(kept[k]))
                cell_fault("an upgraded object did not stay whole");
            if (draw(m, 3) != 0) {
                rc_release(kept[k]);
                kept[k] = NULL;
            }
        }
        go_on(m);
    }
    for (unsigned k = 0; k < 4; k++)
        rc_release(kept[k]);
}

static void weak_upgrades(uint64_t seed)
{
    mutator m[MUTATORS];
    rc_store_relaxed(&upgrades, 0);
    rc_store_relaxed(&refusals, 0);
    unsigned rounds = (unsigned)rc_tool_scaled(5);
    bool right = true;
    for (unsigned r = 0; r < rounds; r++) {
        memset(target, 0, sizeof target);
        for (unsigned i = 0; i < RINGS; i++) {
            cell *c = cell_ring(&cell_type, target[i].fate, 2);
            target[i].weak = rc_weak_new(c);
            rc_release(c);
        }
        size_t died = storm(upgrade, seed + r, m);
        right &= died == 2 * RINGS;
        for (unsigned i = 0; i < RINGS; i++) {
            right &= cells_ended_well(target[i].fate, 2) && rc_weak_upgrade(target[i].weak) == NULL;
            rc_weak_free(target[i].weak);
        }
    }
    CHECK(right && rc_load_relaxed(&refusals) > 0);
    tap_note("%" PRIu64 " upgrades, %" PRIu64 " refused", rc_load_relaxed(&upgrades),
             rc_load_relaxed(&refusals));
    END();
}

/* H6: everybody collects, and makes garbage: no object is found by two. */
static _Atomic uint64_t died_elsewhere;

static void collect_too(mutator *m)
{
    static cell_fate all = {.shared = true};
    while (goes_on()) {
        rc_release(cell_ring(&cell_type, &all, 3));
        m->made += 3;
        rc_fetch_add_relaxed(&died_elsewhere, rc_collect());
        go_on(m);
    }
}

static void several_collectors(uint64_t seed)
{
    mutator m[MUTATORS];
    uint64_t made = 0;
    rc_store_relaxed(&died_elsewhere, 0);
    uint64_t died = storm(collect_too, seed, m);
    died += rc_load_relaxed(&died_elsewhere);
    for (unsigned i = 0; i < MUTATORS; i++)
        made += m[i].made;
    CHECK(died == made && made > 0);
    END();
}

/* H5, H8: threads come and go, block and exit, while the world is stopped again and again. */
static void live_shortly(void *arg)
{
    mutator *m = arg;
    if (rc_thread_attach() != 0)
        abort();
    rc_release(cell_ring(&quiet_type, NULL, 3));
    cell *c = cell_ring(&quiet_type, NULL, 2);
    unsigned how = draw(m, 4);
    if (how == 0)
        rc_thread_poll();
    if (how == 1) {
        rc_thread_block_begin();
        rc_thread_block_end();
    }
    rc_release(c);
    if (how == 2)
        rc_thread_block_begin(); /* and ends inside */
    if (how < 2)
        rc_thread_detach(); /* else the library does */
}

static void come_and_go(mutator *m)
{
    while (goes_on()) {
        mutator child = {.random = stress_random(&m->random)};
        rc_thread_block_begin();
        stress_join(stress_thread(live_shortly, &child, 0));
        rc_thread_block_end();
        rc_release(cell_ring(&quiet_type, NULL, 1));
        rc_thread_block_begin();
        rc_thread_block_end();
        go_on(m);
    }
}

static void threads_come_and_go(uint64_t seed)
{
    mutator m[MUTATORS];
    storm(come_and_go, seed, m);
    CHECK(m[0].steps > 0 && m[1].steps > 0);
    END();
}

/* Births on all threads bring collections by themselves, on whichever it happens. */
static void make_many(mutator *m)
{
    for (uint64_t i = rc_tool_scaled(20000) + 4000; i > 0; i--) {
        rc_release(cell_ring(&quiet_type, NULL, 1 + draw(m, 3)));
        if (i % 16 == 0)
            go_on(m);
    }
}

static void collections_by_themselves(uint64_t seed)
{
    mutator m[MUTATORS];
    rc_gc_stats before, after;
    rc_gc_get_stats(&before);
    rc_gc_set_threshold(200);
    rc_gc_enable();
    storm(make_many, seed, m);
    /* There the others may have come first each time. Nobody else collects now. */
    for (unsigned i = 0; i < 4000; i++)
        rc_release(cell_ring(&quiet_type, NULL, 1));
    rc_gc_disable();
    rc_collect();
    rc_gc_set_threshold(RC_GC_THRESHOLD);
    rc_gc_get_stats(&after);
    CHECK(after.automatic > before.automatic && after.problems == before.problems);
    CHECK(rc_collect() == 0);
    END();
}

static void storm_tests(uint64_t seed)
{
    wandering_references(seed);
    last_releases(seed);
    weak_upgrades(seed);
    several_collectors(seed);
    threads_come_and_go(seed);
    collections_by_themselves(seed);
}
