/*
 * torture.h: the modes that make rare things usual, and an allocator that fails.
 */

/* A little of everything: rings that overlap, tails, finalizers, resurrection, weak references. */
static unsigned rose;

static void rise_a_while(cell *self)
{
    rose++;
    rc_release(rc_retain(self));
}

static bool some_work(uint64_t seed)
{
    enum { CELLS = 24 };
    cell_fate fate[CELLS];
    rc_weak *weak[CELLS];
    cell *c[CELLS];
    memset(fate, 0, sizeof fate);
    bool right = true;
    for (unsigned i = 0; i < CELLS; i++) {
        fate[i].at_finalize = i % 5 == 0 ? rise_a_while : NULL;
        c[i] = cell_new(&cell_type, &fate[i]);
        weak[i] = rc_weak_new(c[i]);
        for (unsigned e = 0; e < 2; e++)
            cell_point(c[i], c[stress_random(&seed) % (i + 1)]);
        right &= cell_whole(c[i]);
    }
    for (unsigned i = 0; i < CELLS; i++)
        cell_point(c[i], c[stress_random(&seed) % CELLS]);
    for (unsigned i = 0; i < CELLS; i++) {
        cell *strong = rc_weak_upgrade(weak[i]);
        right &= strong == c[i] && cell_whole(c[i]) && cell_destroyed(&fate[i]) == 0;
        rc_release(strong);
        rc_release(c[i]);
        if (i % 8 == 3)
            rc_collect();
    }
    rc_collect();
    rc_collect();
    for (unsigned i = 0; i < CELLS; i++) {
        right &= rc_weak_upgrade(weak[i]) == NULL;
        rc_weak_free(weak[i]);
    }
    return right && cells_ended_well(fate, CELLS);
}

static void torture_modes(uint64_t seed)
{
    static const struct {
        const char *name;
        unsigned flags;
    } modes[] = {
        {"none", 0},
        {"verify", RC_GC_DEBUG_VERIFY},
        {"new", RC_GC_TORTURE_NEW | RC_GC_DEBUG_VERIFY},
        {"release", RC_GC_TORTURE_RELEASE | RC_GC_DEBUG_VERIFY},
        {"shuffle", RC_GC_TORTURE_SHUFFLE | RC_GC_DEBUG_VERIFY},
        {"starve", RC_GC_TORTURE_STARVE},
        {"starve, verify", RC_GC_TORTURE_STARVE | RC_GC_DEBUG_VERIFY},
        {"new, shuffle, starve", RC_GC_TORTURE_NEW | RC_GC_TORTURE_SHUFFLE | RC_GC_TORTURE_STARVE}};
    for (unsigned m = 0; m < sizeof modes / sizeof modes[0]; m++) {
        bool right = true;
        uint64_t rounds = rc_tool_scaled(50), collections = stats().collections;
        for (uint64_t i = 0; i < rounds; i++) {
            rc_gc_set_seed(seed + i);
            record_with(modes[m].flags);
            right &= some_work(seed + i) && record.events == 0;
        }
        record_no_more();
        if (modes[m].flags & RC_GC_TORTURE_NEW)
            right &= stats().collections >= collections + rounds * 24;
        tap_ok(right && rose > 0 && cells_sound() && live_objects() == 0, "%s: torture: %s",
               rc_get_backend()->name, modes[m].name);
    }
}

/* The same seed finalizes in the same order, another one in another. */
static unsigned order[16], ordered;
static cell_fate *order_base;

static void note_order(cell *self)
{
    order[ordered++ % 16] = (unsigned)(self->fate - order_base);
}

static uint64_t order_with(uint64_t seed)
{
    cell_fate fate[16];
    memset(fate, 0, sizeof fate);
    for (unsigned i = 0; i < 16; i++)
        fate[i].at_finalize = note_order;
    order_base = fate;
    ordered = 0;
    rc_gc_set_seed(seed);
    rc_release(cell_ring(&cell_type, fate, 16));
    rc_collect();
    uint64_t sum = 0;
    for (unsigned i = 0; i < 16; i++)
        sum = sum * 31 + order[i];
    return ordered == 16 ? sum : 0;
}

static void shuffled_by_seed(void)
{
    record_with(RC_GC_TORTURE_SHUFFLE);
    uint64_t one = order_with(1), again = order_with(1), different = 0;
    for (uint64_t seed = 2; seed < 8; seed++)
        different += order_with(seed) != one;
    record_no_more();
    CHECK(one != 0 && one == again && different > 0);
    END();
}

/* D12: the collector needs no memory, whoever refuses it. */
static _Atomic bool refused;
static rc_allocator usual;

static void *refuse(size_t size)
{
    (void)size;
    rc_store_relaxed(&refused, true);
    return NULL;
}

static void no_memory(void)
{
    cell_fate fate[8] = {{0}};
    cell *c = cell_ring(&cell_type, fate, 3), *held = cell_ring(&cell_type, fate + 3, 3);
    rc_weak *weak = rc_weak_new(c);
    cell *stiff = cell_ring(&stiff_type, fate + 6, 2);
    cell_point(c, held);
    rc_release(c);
    rc_release(stiff);
    usual = rc_platform_allocator;
    record_with(RC_GC_DEBUG_VERIFY | RC_GC_DEBUG_PHASES);
    rc_set_allocator(&(rc_allocator){refuse, usual.release});
    size_t died = rc_collect();
    rc_set_allocator(&usual);
    CHECK(died == 3 && cells_ended_well(fate, 3) && rc_weak_upgrade(weak) == NULL);
    CHECK(cells_gone(fate, 8) == 3 && cell_whole(held) && rc_count(held) == 2);
    CHECK(record.count[RC_GC_COUNT_TOO_SMALL] + record.count[RC_GC_MISJUDGED] == 0);
    record_no_more();
    rc_weak_free(weak);
    rc_release(held);
    cell_link(rc_retain(stiff), 0, NULL);
    rc_release(stiff);
    CHECK(rc_collect() == 3 && cells_gone(fate, 8) == 8);
    END();
}

static void torture_tests(uint64_t seed)
{
    torture_modes(seed);
    shuffled_by_seed();
    no_memory();
}
