/*
 * weaks.h: weak references on one thread.
 */
static void weak_lives_and_ends(void)
{
    node *n = new_node(NULL, NULL);
    rc_weak *weak = rc_weak_new(n);
    CHECK(weak != NULL && rc_count(n) == 1 && !rc_is_unique(n));
    node *strong = rc_weak_upgrade(weak);
    CHECK(strong == n && rc_count(n) == 2);
    uint64_t before = ends();
    rc_release(n);
    CHECK(ends() == before);
    rc_release(strong);
    CHECK(ends() == before + 1 && rc_weak_upgrade(weak) == NULL);
    rc_weak_free(weak);
}

static void weak_handles(void)
{
    node *n = new_node(NULL, NULL);
    rc_weak *a = rc_weak_new(n), *b = rc_weak_new(n);
    rc_weak_free(a);
    void *strong = rc_weak_upgrade(b);
    CHECK(strong == n);
    rc_release(strong);
    rc_weak_free(b);
    rc_weak *c = rc_weak_new(n); /* after all handles are gone and the object is not */
    strong = rc_weak_upgrade(c);
    CHECK(strong == n);
    rc_release(strong);
    rc_release(n);
    CHECK(rc_weak_upgrade(c) == NULL);
    rc_weak_free(c);
}

static void weak_null(void)
{
    errno = 0;
    CHECK(rc_weak_new(NULL) == NULL && errno == EINVAL);
    CHECK(rc_weak_upgrade(NULL) == NULL);
    rc_weak_free(NULL);
}

static void weak_many(void)
{
    uint64_t count = rc_tool_scaled(100000);
    node **object = malloc(count * sizeof *object);
    rc_weak **weak = malloc(count * sizeof *weak);
    for (uint64_t i = 0; i < count; i++) {
        object[i] = new_node(NULL, NULL);
        weak[i] = rc_weak_new(object[i]);
    }
    uint64_t right = 0, wrong = 0;
    for (uint64_t i = 0; i < count; i++) {
        if (i % 3 == 0)
            rc_release(object[i]);
    }
    for (uint64_t i = 0; i < count; i++) {
        node *strong = rc_weak_upgrade(weak[i]);
        right += strong == (i % 3 == 0 ? NULL : object[i]);
        rc_release(strong);
    }
    for (uint64_t i = 0; i < count; i++) {
        if (i % 3 != 0)
            rc_release(object[i]);
        wrong += rc_weak_upgrade(weak[i]) != NULL;
        rc_weak_free(weak[i]);
    }
    CHECK(right == count && wrong == 0);
    free(object);
    free(weak);
}

static void weak_failures_change_nothing(void)
{
    node *n = new_node(NULL, NULL);
    rc_weak *weak = rc_weak_new(n);
    rc_release(n);
    bool woken = false;
    for (uint64_t i = 0; i < rc_tool_scaled(3000000); i++)
        woken |= rc_weak_upgrade(weak) != NULL;
    CHECK(!woken);
    rc_weak_free(weak);
}

static void weak_tests(void)
{
    weak_lives_and_ends();
    weak_handles();
    weak_null();
    weak_many();
    weak_failures_change_nothing();
}
