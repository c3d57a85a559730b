/*
 * threads.h: attach, detach, exit, and objects that change hands between threads that take turns, so that
 * every backend, plain too, must get them right.
 */
static void thread_nesting(void)
{
    CHECK(rc_thread_attach() == 0 && rc_thread_attach() == 0);
    rc_thread_block_begin();
    rc_thread_block_begin();
    rc_thread_poll();
    rc_thread_detach(); /* ignored: in a blocking region */
    rc_thread_block_end();
    rc_thread_block_end();
    rc_thread_block_end(); /* ignored: one too many */
    rc_thread_detach();
    rc_thread_detach();
    node *n = new_node(NULL, NULL);
    CHECK(rc_is_unique(n)); /* still attached from the start of main */
    rc_release(n);
}

static void use_unattached(void *arg)
{
    (void)arg;
    rc_thread_detach();
    rc_thread_poll();
    rc_thread_block_begin();
    rc_thread_block_end();
    node *n = new_node(NULL, NULL);
    rc_retain(n);
    rc_weak *weak = rc_weak_new(n);
    rc_release(n);
    rc_release(n);
    if (rc_weak_upgrade(weak) != NULL)
        abort();
    rc_weak_free(weak);
}

static void thread_unattached(void)
{
    uint64_t before = ends(), live = live_objects();
    stress_join(stress_thread(use_unattached, NULL, 0));
    CHECK(ends() == before + 1 && live_objects() == live);
}

typedef struct handover {
    node *object;
    bool attach, detach;
} handover;

static void make_and_leave(void *arg)
{
    handover *h = arg;
    if (h->attach && rc_thread_attach() != 0)
        abort();
    h->object = new_node(new_node(NULL, NULL), NULL);
    rc_retain(h->object);
    rc_release(h->object);
    if (h->detach)
        rc_thread_detach();
}

static void release_it(void *arg)
{
    handover *h = arg;
    if (h->attach && rc_thread_attach() != 0)
        abort();
    rc_release(h->object);
    if (h->detach)
        rc_thread_detach();
}

/* Made on one thread that ends, with or without saying so, and released on another. */
static void thread_leaves_objects(void)
{
    for (unsigned i = 0; i < 8; i++) {
        handover h = {NULL, (i & 1) != 0, (i & 2) != 0};
        uint64_t before = ends();
        stress_join(stress_thread(make_and_leave, &h, 0));
        bool ok = ends() == before && rc_count(h.object) == 1;
        if (i & 4)
            rc_release(h.object);
        else
            stress_join(stress_thread(release_it, &h, 0));
        settle();
        tap_ok(ok && ends() == before + 2, "%s: %sattached, %sdetached, released %s", __func__,
               i & 1 ? "" : "not ", i & 2 ? "" : "not ", i & 4 ? "here" : "there");
    }
}

/* Many threads one after the other: their identities are used again. */
static void thread_identities_return(void)
{
    enum { TURNS = 200 };
    node *kept[TURNS];
    uint64_t before = ends();
    for (unsigned i = 0; i < TURNS; i++) {
        handover h = {NULL, true, i % 2 == 0};
        stress_join(stress_thread(make_and_leave, &h, 0));
        kept[i] = h.object;
        if (i % 3 == 0 && i > 10) {
            handover old = {kept[i - 7], true, true};
            rc_retain(kept[i - 7]);
            stress_join(stress_thread(release_it, &old, 0));
        }
    }
    for (unsigned i = 0; i < TURNS; i++)
        rc_release(kept[i]);
    settle();
    CHECK(ends() == before + 2 * TURNS);
}

/* The thread's own exit functions touch objects, before or after the library's. */
static pthread_key_t exit_key;

static void release_at_exit(void *object)
{
    node *n = new_node(NULL, NULL);
    rc_release(n);
    rc_release(object);
}

static void leave_an_object(void *arg)
{
    (void)arg;
    if (rc_thread_attach() != 0)
        abort();
    pthread_setspecific(exit_key, new_node(new_node(NULL, NULL), NULL));
}

static void thread_exit_functions(void)
{
    uint64_t before = ends();
    pthread_key_create(&exit_key, release_at_exit);
    stress_join(stress_thread(leave_an_object, NULL, 0));
    settle();
    CHECK(ends() == before + 3);
    pthread_key_delete(exit_key);
}

static void thread_tests(void)
{
    thread_nesting();
    thread_unattached();
    thread_leaves_objects();
    thread_identities_return();
    thread_exit_functions();
}
