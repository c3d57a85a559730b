/*
 * forks.h: a child has the lock in the state that follows from its only thread.
 */
static int child_status(int (*child)(void *arg), void *arg)
{
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        alarm(10);
        _exit(child(arg));
    }
    int status = -1;
    waitpid(pid, &status, 0);
    return pid > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* The lock works: alone, and with a new thread. */
static int works(rc_gil *gil, unsigned status)
{
    if (!rc_gil_is_held(gil))
        return (int)status;
    for (int i = 0; i < 100; i++)
        rc_thread_poll();
    if (rc_gil_drop(gil) != 0)
        return (int)status + 1;
    if (STRESS_UNDER_TSAN)
        return 0; /* it allows no new threads in such a child */
    puppet p;
    puppet_create(&p);
    puppet_do(&p, hold_and_drop, gil);
    uint64_t waits = stats_of(gil).waits;
    if (rc_gil_take_within(gil, 3000000) != 0)
        return (int)status + 2;
    puppet_start(&p, hold_and_drop, gil);
    await_waiter(gil, waits + 1);
    rc_gil_drop(gil);
    puppet_join(&p);
    return 0;
}

static int child_holds(void *gil)
{
    return works(gil, 10);
}

static int child_is_away(void *gil)
{
    if (rc_gil_is_held(gil))
        return 19;
    rc_thread_block_end();
    return works(gil, 20);
}

static int child_is_outside(void *gil)
{
    if (rc_gil_is_held(gil))
        return 29;
    if (rc_gil_take_within(gil, 3000000) != 0)
        return 28;
    return works(gil, 30);
}

/* Another thread waits for the lock, and has asked for it. */
static void holder_forks(void)
{
    for (unsigned style = 0; style < STYLES; style++) {
        rc_gil *gil = new_gil((rc_gil_options){.style = (rc_gil_style)style, .interval = 1});
        puppet p;
        puppet_create(&p);
        must(rc_gil_take(gil) == 0);
        puppet_start(&p, hold_and_drop, gil);
        await_waiter(gil, 1);
        unsigned turns = 0;
        while (style == RC_GIL_TIMED && stats_of(gil).requests == 0)
            rc_platform_relax(&turns);
        CHECK_FOR(style_name[style], child_status(child_holds, gil) == 0);
        must(rc_gil_drop(gil) == 0);
        puppet_join(&p);
        rc_gil_free(gil);
    }
}

static void hold_for_a_while(void *arg)
{
    stay_under(arg);
}

/* Another thread holds it: in the child nobody does. */
static void others_fork(bool away)
{
    for (unsigned style = 0; style < STYLES; style++) {
        off o = {.gil = new_gil((rc_gil_options){.style = (rc_gil_style)style, .interval = 1000})};
        puppet p;
        puppet_create(&p);
        if (away) {
            must(rc_gil_take(o.gil) == 0);
            rc_thread_block_begin();
        }
        puppet_start(&p, hold_for_a_while, &o);
        await(&o.stage, 1);
        CHECK_FOR(style_name[style],
                  child_status(away ? child_is_away : child_is_outside, o.gil) == 0);
        tell(&o.stage, 2);
        if (away) {
            rc_thread_block_end();
            must(rc_gil_drop(o.gil) == 0);
        }
        puppet_join(&p);
        rc_gil_free(o.gil);
    }
}

/* Forks while others take and drop it all the time: its mutex is free in the child. */
static int child_takes(void *gil)
{
    return rc_gil_take_within(gil, 3000000) == 0 && rc_gil_drop(gil) == 0 ? 0 : 1;
}

static void come_and_go(void *arg)
{
    off *o = arg;
    must(rc_thread_attach() == 0);
    while (rc_load_relaxed(&o->stage) == 0) {
        must(rc_gil_take(o->gil) == 0);
        rc_thread_poll();
        must(rc_gil_drop(o->gil) == 0);
    }
    rc_thread_detach();
}

static void fork_while_busy(void)
{
    off o = {.gil = new_gil((rc_gil_options){.interval = 1})};
    puppet p;
    bool good = true;
    puppet_create(&p);
    puppet_start(&p, come_and_go, &o);
    for (int i = 0; i < 20 && good; i++)
        good = child_status(child_takes, o.gil) == 0;
    CHECK(good);
    tell(&o.stage, 1);
    puppet_join(&p);
    rc_gil_free(o.gil);
}

/* Whoever holds the interpreter lock knows that no other thread is in a section. */
static int child_finds_free(void *arg)
{
    return is_free(arg) ? 0 : 1;
}

static void fork_finds_sections_free(void)
{
    cell c = {.value = 0};
    guest g = {new_gil((rc_gil_options){.interval = 1}), &c};
    puppet p;
    puppet_create(&p);
    must(rc_gil_take(g.gil) == 0);
    rc_section s;
    rc_section_begin(&s, &c.lock);
    puppet_start(&p, change_under_lock, &g);
    await_waiter(g.gil, 1);
    rc_section_end(&s);
    CHECK(child_status(child_finds_free, &c) == 0);
    must(rc_gil_drop(g.gil) == 0);
    puppet_join(&p);
    rc_gil_free(g.gil);
}

static void fork_tests(void)
{
    holder_forks();
    others_fork(true);
    others_fork(false);
    fork_while_busy();
    fork_finds_sections_free();
}
