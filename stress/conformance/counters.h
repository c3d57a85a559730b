/*
 * counters.h: embedded counters on one thread.
 */
typedef struct embedded {
    rc_counter counter;
    unsigned disposed;
} embedded;

static void embedded_dispose(rc_counter *counter)
{
    ((embedded *)counter)->disposed++;
}

static void counter_counts(void)
{
    embedded e = {.disposed = 0};
    rc_counter_init(&e.counter);
    CHECK(rc_counter_read(&e.counter) == 1);
    CHECK(rc_counter_is_unique(&e.counter));
    rc_counter_retain(&e.counter);
    CHECK(rc_counter_read(&e.counter) == 2);
    CHECK(!rc_counter_is_unique(&e.counter));
    rc_counter_enable_try_retain(&e.counter);
    CHECK(rc_counter_try_retain(&e.counter));
    CHECK(rc_counter_read(&e.counter) == 3);
    for (int i = 0; i < 2; i++)
        rc_counter_release(&e.counter, embedded_dispose);
    CHECK(e.disposed == 0 && rc_counter_read(&e.counter) == 1);
    CHECK(!rc_counter_is_unique(&e.counter)); /* somebody may find it at any time */
    rc_counter_release(&e.counter, embedded_dispose);
    CHECK(e.disposed == 1 && rc_counter_read(&e.counter) == 0);
    rc_counter_destroy(&e.counter);
}

static void counter_many(void)
{
    /* More references than any backend keeps in a small field. */
    enum { MANY = 300000 };
    embedded e = {.disposed = 0};
    rc_counter_init(&e.counter);
    for (int i = 1; i < MANY; i++)
        rc_counter_retain(&e.counter);
    CHECK(rc_counter_read(&e.counter) == MANY);
    for (int i = 1; i < MANY; i++)
        rc_counter_release(&e.counter, embedded_dispose);
    CHECK(rc_counter_read(&e.counter) == 1 && e.disposed == 0);
    rc_counter_release(&e.counter, embedded_dispose);
    CHECK(e.disposed == 1);
    rc_counter_destroy(&e.counter);
}

static void counter_dead_stay_dead(void)
{
    embedded e = {.disposed = 0};
    rc_counter_init(&e.counter);
    rc_counter_enable_try_retain(&e.counter);
    rc_counter_release(&e.counter, embedded_dispose);
    bool revived = false;
    for (uint64_t i = 0; i < rc_tool_scaled(1000000); i++)
        revived |= rc_counter_try_retain(&e.counter);
    CHECK(!revived && rc_counter_read(&e.counter) == 0 && e.disposed == 1);
    rc_counter_destroy(&e.counter);
}

static void counter_without_dispose(void)
{
    embedded e = {.disposed = 0};
    rc_counter_init(&e.counter);
    rc_counter_retain(&e.counter);
    rc_counter_release(&e.counter, NULL);
    CHECK(rc_counter_read(&e.counter) == 1);
    rc_counter_release(&e.counter, NULL); /* a claim that is wrong: leaked */
    CHECK(rc_counter_read(&e.counter) == 0);
    rc_counter_destroy(&e.counter);
}

static void counter_immortal(void)
{
    embedded e = {.disposed = 0};
    rc_counter_init(&e.counter);
    rc_counter_make_immortal(&e.counter);
    CHECK(rc_counter_read(&e.counter) == RC_IMMORTAL);
    for (int i = 0; i < 100000; i++)
        rc_counter_release(&e.counter, embedded_dispose);
    for (int i = 0; i < 300000; i++)
        rc_counter_retain(&e.counter);
    CHECK(rc_counter_read(&e.counter) == RC_IMMORTAL && e.disposed == 0);
    CHECK(!rc_counter_is_unique(&e.counter));
    rc_counter_enable_try_retain(&e.counter);
    CHECK(rc_counter_try_retain(&e.counter));
    rc_counter_destroy(&e.counter);
}

static void counter_saturates(void)
{
    embedded e = {.disposed = 0};
    rc_counter_init(&e.counter);
    rc_counter_preset(&e.counter, RC_COUNTER_MAX - 1);
    CHECK(rc_counter_read(&e.counter) == RC_COUNTER_MAX - 1);
    rc_counter_retain(&e.counter);
    CHECK(rc_counter_read(&e.counter) == RC_COUNTER_MAX);
    rc_counter_retain(&e.counter);
    CHECK(rc_counter_read(&e.counter) == RC_IMMORTAL);
    for (int i = 0; i < 100000; i++)
        rc_counter_release(&e.counter, embedded_dispose);
    CHECK(rc_counter_read(&e.counter) == RC_IMMORTAL && e.disposed == 0);
    rc_counter_preset(&e.counter, RC_COUNTER_MAX);
    CHECK(rc_counter_try_retain(&e.counter));
    CHECK(rc_counter_read(&e.counter) == RC_IMMORTAL);
    for (int i = 0; i < 100000; i++)
        rc_counter_retain(&e.counter);
    for (int i = 0; i < 300000; i++)
        rc_counter_release(&e.counter, embedded_dispose);
    CHECK(rc_counter_read(&e.counter) == RC_IMMORTAL && e.disposed == 0);
    rc_counter_destroy(&e.counter);
}

static void counter_released_too_often(void)
{
    embedded e = {.disposed = 0};
    rc_counter_init(&e.counter);
    for (int i = 0; i < 3; i++)
        rc_counter_release(&e.counter, embedded_dispose);
    CHECK(e.disposed == 1); /* the memory is still ours: nothing must be disposed of twice */
    rc_counter_destroy(&e.counter);
}

static void counter_tests(void)
{
    const rc_backend_info *info = rc_get_backend();
    CHECK(info->counter_size == sizeof(rc_counter) && info->header_size == sizeof(rc_header));
    CHECK(sizeof(rc_header) % _Alignof(max_align_t) == 0);
    counter_counts();
    counter_many();
    counter_dead_stay_dead();
    counter_without_dispose();
    counter_immortal();
    counter_saturates();
    counter_released_too_often();
}
