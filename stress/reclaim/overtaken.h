/*
 * overtaken.h: a grace period that the helper has begun passes after one that a thread which drains has begun later.
 * For the schemes over liburcu. See gc/reclaim/flavour.c.
 */
static pthread_t drainer; /* the first thread */

/* What the helper is to do when its grace period begins, before it is one of liburcu's. */
enum { GO_ON, STAND_STILL, STANDS_STILL };
static _Atomic unsigned helper_does;

static void stand_still(void)
{
    unsigned wanted = STAND_STILL;
    if (pthread_equal(pthread_self(), drainer) ||
        !rc_cas_acq_rel(&helper_does, &wanted, STANDS_STILL))
        return;
    while (rc_load_acquire(&helper_does) == STANDS_STILL)
        usleep(100);
}

static rc_flavour_listener before_liburcu = {.begins = stand_still};

/* Before the library's own, so that it is called after it: when all threads have been asked. */
__attribute__((constructor(101))) static void listen(void)
{
    rc_flavour_on_grace_(&before_liburcu);
    drainer = pthread_self();
}

static bool helper_stands_still(void)
{
    return rc_load_acquire(&helper_does) == STANDS_STILL;
}

static void overtaken(void)
{
    rc_store_release(&helper_does, STAND_STILL);
    for (int i = 0; i < 20000 && !helper_stands_still(); i++) {
        retire_many(RC_BATCH);
        rc_thread_poll();
        usleep(100);
    }
    MUST(helper_stands_still());
    rc_reclaim_drain();
    CHECK(stats().pending == stats().lost);
    rc_store_release(&helper_does, GO_ON);
    /* Now liburcu waits for a quiescent state of this thread, which has had some since the helper asked for it. */
    for (int i = 0; i < 100; i++) {
        rc_thread_poll();
        usleep(100);
    }
    _Atomic bool gone = false;
    place p = 0;
    put(&p, new_item(&gone));
    put(&p, NULL);
    MUST(released_in_the_end(&gone));
}
