/*
 * forks.h: the child of a fork, in which only one thread exists, goes on.
 */
/*
 * In the child. What fails is the exit status. Where a reader kept the fork from waiting for a grace period to end,
 * liburcu's schemes release nothing in the child: then all is lost, and counted.
 */
static int fork_child_works(void)
{
    place p = 0;
    _Atomic bool gone = false;
    uint64_t before = ends(), lost = stats().lost;
    for (unsigned i = 0; i < 3 * RC_BATCH; i++) {
        put(&p, new_item(NULL));
        rc_guard g = rc_guard_enter();
        item *seen = item_at(rc_guard_protect_(&g, &p));
        if (rc_load_relaxed(&seen->alive) != ALIVE)
            return 1;
        rc_guard_exit(g);
    }
    put(&p, NULL);
    rc_reclaim_retire_(new_item(&gone));
    /* Without a drain too; but ThreadSanitizer allows no new thread here, and a scheme may have a helper. */
    for (int i = 0; i < 100 && !STRESS_UNDER_TSAN && !is_gone(&gone); i++) {
        retire_many(RC_BATCH / 4);
        rc_thread_poll();
        usleep(1000);
    }
    bool by_itself = STRESS_UNDER_TSAN || is_gone(&gone);
    rc_reclaim_drain();
    lost = stats().lost - lost;
    if (lost > 0)
        return rc_get_reclaim()->retire == RC_BLOCKING ? 0 : 5;
    if (!by_itself)
        return 4;
    return ends() >= before + 3 * RC_BATCH + 1 ? 0 : 2;
}

static bool fork_and_check(int (*child)(void))
{
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        alarm(10);
        int failed = child();
        if (failed == 0)
            raise(SIGKILL); /* no end at which a tool asks for what the other threads held */
        _exit(failed);
    }
    int status = -1;
    waitpid(pid, &status, 0);
    bool good = pid > 0 && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    if (!good)
        tap_note("fork: status %#x", (unsigned)status);
    return good;
}

/* Another thread reads at that moment; in the child it holds nothing back. */
static void fork_beside_a_reader(void)
{
    place p = 0;
    reader r;
    put(&p, new_item(NULL));
    rc_reclaim_drain();
    reader_start(&r, &p);
    puppet_do(&r.puppet, reader_enter, &r);
    CHECK(fork_and_check(fork_child_works));
    puppet_do(&r.puppet, reader_exit, &r);
    put(&p, NULL);
    rc_reclaim_drain();
    CHECK(stats().pending == stats().lost);
    reader_end(&r);
}

/* Somebody waits for that reader already. */
static void fork_beside_a_wait(void)
{
    place p = 0;
    reader r;
    put(&p, new_item(NULL));
    rc_reclaim_drain();
    reader_start(&r, &p);
    puppet_do(&r.puppet, reader_enter, &r);
    retire_many(10 * RC_BATCH);
    usleep(10000);
    CHECK(fork_and_check(fork_child_works));
    puppet_do(&r.puppet, reader_exit, &r);
    put(&p, NULL);
    rc_reclaim_drain();
    CHECK(stats().pending == stats().lost);
    reader_end(&r);
}

/* In the forking thread's own section, which goes on in both. */
static place fork_place;
static rc_guard fork_guard;
static item *fork_seen;

static int fork_child_in_section(void)
{
    put(&fork_place, NULL);
    retire_many(3 * RC_BATCH);
    if (rc_load_relaxed(&fork_seen->alive) != ALIVE)
        return 3;
    rc_guard_exit(fork_guard);
    return fork_child_works();
}

static void fork_in_a_section(void)
{
    if (rc_get_reclaim()->needs_poll) /* not allowed there */
        return;
    put(&fork_place, new_item(NULL));
    rc_reclaim_drain();
    fork_guard = rc_guard_enter();
    fork_seen = item_at(rc_guard_protect_(&fork_guard, &fork_place));
    CHECK(fork_and_check(fork_child_in_section));
    rc_guard_exit(fork_guard);
    put(&fork_place, NULL);
    rc_reclaim_drain();
    CHECK(stats().pending == stats().lost);
}

/* Others come, go, retire and drain all the time. */
static void fork_busy(void *stop)
{
    while (!rc_load_acquire((_Atomic bool *)stop)) {
        if (rc_thread_attach() != 0)
            abort();
        retire_many(RC_BATCH / 2);
        rc_reclaim_drain();
        retire_many(RC_BATCH);
        rc_thread_detach();
    }
}

static int fork_child_idle(void)
{
    return 0;
}

static void fork_beside_others(void)
{
    _Atomic bool stop = false;
    bool good = true;
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        threads[i] = stress_thread(fork_busy, &stop, 0);
    for (uint64_t i = 0; i < 3 + rc_tool_scaled(12) && good; i++) {
        retire_many(3);
        /* AddressSanitizer's allocator has locks that a fork does not care for: there the child must not use it. */
        good = fork_and_check(i % 3 == 0 || STRESS_UNDER_ASAN ? fork_child_idle : fork_child_works);
    }
    rc_store_release(&stop, true);
    rc_thread_block_begin();
    for (int i = 0; i < 2; i++)
        stress_join(threads[i]);
    rc_thread_block_end();
    CHECK(good);
}

static void fork_tests(void)
{
    fork_beside_a_reader();
    fork_beside_a_wait();
    fork_in_a_section();
    fork_beside_others();
}
