/*
 * pacing.h: automatic collection: when it comes, when not, and how much work and garbage there is.
 *
 * Counted are collections, visits of traverse, and objects; never time. A threshold of T means that up to
 * 8 T young objects may wait while collections find nothing.
 */
enum { T = 500, WAITING = 8 * T };

static cell_fate nobody = {.shared = true};

static void automatic(size_t threshold)
{
    rc_gc_set_threshold(threshold);
    rc_gc_enable();
}

static void by_hand(void)
{
    rc_gc_disable();
    rc_gc_set_threshold(RC_GC_THRESHOLD);
}

/* The most tracked objects that there were beyond those in use, while `count` pairs of garbage were made. */
static uint64_t most_garbage(uint64_t count, uint64_t in_use)
{
    uint64_t most = 0;
    for (uint64_t i = 0; i < count; i++) {
        rc_release(cell_ring(&quiet_type, &nobody, 2));
        uint64_t tracked = i % 64 == 0 ? stats().tracked : 0;
        if (tracked > in_use + most)
            most = tracked - in_use;
    }
    return most;
}

/* F: on at first; 0 is never; disabled is never; 1 is at every birth. */
static void thresholds(void)
{
    CHECK(rc_gc_get_threshold() == RC_GC_THRESHOLD && !rc_gc_is_enabled());
    uint64_t before = stats().automatic;
    most_garbage(2 * RC_GC_THRESHOLD, 0);
    CHECK(stats().automatic == before && stats().tracked == 4 * RC_GC_THRESHOLD);
    CHECK(stats().outstanding > 0);
    automatic(0);
    CHECK(rc_gc_is_enabled() && rc_gc_get_threshold() == 0);
    most_garbage(2 * RC_GC_THRESHOLD, 0);
    CHECK(stats().automatic == before && rc_collect() == 8 * RC_GC_THRESHOLD);
    automatic(1);
    CHECK(rc_gc_get_threshold() == 1);
    most_garbage(100, 0);
    CHECK(stats().automatic >= before + 100 && stats().tracked <= 16);
    by_hand();
    CHECK(!rc_gc_is_enabled());
    before = stats().automatic;
    most_garbage(RC_GC_THRESHOLD, 0);
    CHECK(stats().automatic == before);
    rc_collect();
    END();
}

/* Garbage at a constant rate: what waits is bounded by the threshold, not by how long it goes on. */
static void constant_rate(void)
{
    automatic(T);
    uint64_t most = most_garbage(rc_tool_scaled(100000), 0), before = stats().automatic;
    CHECK(most > 0 && most <= WAITING + T && before > 0);
    by_hand();
    rc_collect();
    END();
}

/* A list of so many quiet cells, the caller's. Old ones hold young ones. */
static cell *long_list(uint64_t length)
{
    cell *first = cell_new(&quiet_type, &nobody), *last = first;
    for (uint64_t i = 1; i < length; i++) {
        cell *next = cell_new(&quiet_type, &nobody);
        last->edge[0] = next;
        last = next;
    }
    return first;
}

/*
 * The same after many births of what lives on, during which collections have found nothing: patience has an end.
 * Garbage of pairs that die young needs no full collection.
 */
static void constant_rate_beside_the_living(void)
{
    uint64_t living = rc_tool_scaled(20000) + 20 * WAITING / 2;
    automatic(T);
    cell *first = long_list(living);
    uint64_t most = most_garbage(rc_tool_scaled(50000), living);
    CHECK(most <= WAITING + T);
    by_hand();
    rc_release(first);
    rc_collect();
    END();
}

/* bpo-4074: N objects that live on cost O(N) in all: each is looked at a few times, however many there are. */
static uint64_t visits_of(uint64_t length)
{
    uint64_t before = cells_traversed();
    cell *first = long_list(length);
    uint64_t visits = cells_traversed() - before;
    rc_release(first);
    rc_collect();
    return visits;
}

static void building_is_linear(void)
{
    uint64_t n = rc_tool_scaled(40000) + 15000;
    automatic(T);
    uint64_t once = visits_of(n), twice = visits_of(2 * n), four = visits_of(4 * n);
    by_hand();
    tap_note("visits: %" PRIu64 ", %" PRIu64 ", %" PRIu64 " for %" PRIu64 ", twice, four times",
             once, twice, four, n);
    CHECK(four >= 4 * n && once <= 12 * n && twice <= 12 * 2 * n && four <= 12 * 4 * n);
    END();
}

/* php#9266: after very many have lived for a while, the trigger must come down again. */
static void after_a_transient(void)
{
    automatic(T);
    cell *first = long_list(rc_tool_scaled(100000));
    rc_release(first);
    most_garbage(2 * WAITING, 0);
    rc_collect();
    uint64_t before = stats().automatic,
             most = most_garbage(rc_tool_scaled(20000) + 4 * WAITING, 0);
    CHECK(most <= WAITING + T && stats().automatic > before);
    by_hand();
    rc_collect();
    END();
}

/* Garbage that is old when it dies needs a full collection, and it comes. */
static void old_garbage_goes(void)
{
    enum { OLD = 20 * T };
    automatic(T);
    cell *old[OLD / 100];
    for (unsigned i = 0; i < OLD / 100; i++)
        old[i] = cell_ring(&quiet_type, &nobody, 100);
    rc_collect();
    for (unsigned i = 0; i < OLD / 100; i++)
        rc_release(old[i]);
    uint64_t full = stats().full;
    most_garbage(8 * OLD, 0);
    CHECK(stats().full > full && stats().tracked <= WAITING + T);
    by_hand();
    rc_collect();
    END();
}

/* php#17127: types that can be in no cycle are not the collector's business at all. */
static void acyclic_types_cost_nothing(void)
{
    static const rc_type leaf_type = {.name = "leaf", .size = 40};
    automatic(1);
    rc_gc_stats before = stats();
    for (int i = 0; i < 10000; i++) {
        rc_release(rc_new(&leaf_type));
        rc_release(cell_new(&bare_type, NULL));
        rc_release(cell_new_wide(&opaque_type, NULL, 7));
    }
    rc_gc_stats after = stats();
    CHECK(after.collections == before.collections && after.tracked == before.tracked);
    by_hand();
    END();
}

/* Tracked objects that die by their counts are no reason to collect. */
static void deaths_by_count_count(void)
{
    automatic(T);
    uint64_t before = stats().automatic;
    for (int i = 0; i < 20 * T; i++)
        rc_release(cell_new(&quiet_type, &nobody));
    CHECK(stats().automatic == before);
    by_hand();
    END();
}

/* php#13670: what finalizers make and touch must not bring a collection at every birth. */
static void make_a_few(cell *self)
{
    (void)self;
    for (int i = 0; i < 4; i++)
        rc_release(cell_new(&quiet_type, &nobody));
}

static void finalizers_do_not_retrigger(void)
{
    cell_fate maker = {.at_finalize = make_a_few, .shared = true};
    automatic(T);
    uint64_t before = stats().collections, rings = 20 * T;
    for (uint64_t i = 0; i < rings; i++)
        rc_release(cell_ring(&cell_type, &maker, 1));
    CHECK(stats().collections - before <= 4 * rings / T && stats().collections > before);
    by_hand();
    rc_collect();
    END();
}

/* gh-157377: to ask for numbers is not to have collected. */
static void asking_does_not_starve(void)
{
    automatic(T);
    uint64_t before = stats().automatic;
    for (int i = 0; i < 4 * WAITING; i++) {
        rc_release(cell_ring(&quiet_type, &nobody, 1));
        (void)stats();
    }
    CHECK(stats().automatic > before && stats().tracked <= WAITING + T);
    by_hand();
    rc_collect();
    END();
}

/* gh-142048: births are counted though each thread makes few and ends. */
static void a_few_births(void *arg)
{
    (void)arg;
    if (rc_thread_attach() != 0)
        abort();
    for (int i = 0; i < T / 10; i++)
        rc_release(cell_ring(&quiet_type, &nobody, 1));
    rc_thread_detach();
}

static void births_of_short_threads(void)
{
    if (!rc_get_backend()->thread_safe)
        return;
    enum { THREADS = 100 };
    automatic(T);
    uint64_t before = stats().automatic;
    rc_thread_block_begin();
    for (int i = 0; i < THREADS; i++)
        stress_join(stress_thread(a_few_births, NULL, 0));
    rc_thread_block_end();
    CHECK(stats().automatic > before && stats().tracked <= WAITING + T);
    by_hand();
    rc_collect();
    END();
}

static void pacing_tests(void)
{
    thresholds();
    constant_rate();
    constant_rate_beside_the_living();
    building_is_linear();
    after_a_transient();
    old_garbage_goes();
    acyclic_types_cost_nothing();
    deaths_by_count_count();
    finalizers_do_not_retrigger();
    asking_does_not_starve();
    births_of_short_threads();
}
