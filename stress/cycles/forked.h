/*
 * forked.h: H12: a child that was forked while others were collecting, or doing what collectors wait for,
 * collects.
 */
static int child_of(cell *c, cell_fate *fate, uint64_t expected)
{
    alarm(20);
    if (rc_collect() != 0 || cells_gone(fate, 3) != 0)
        return 1;
    rc_release(c);
    if (rc_collect() != expected || !cells_ended_well(fate, 3))
        return 2;
    cell_fate fresh[2] = {{0}};
    rc_release(cell_ring(&cell_type, fresh, 2));
    if (rc_collect() != 2 || !cells_ended_well(fresh, 2) || rc_collect() != 0)
        return 3;
    rc_gc_freeze();
    rc_gc_unfreeze();
    return cells_sound() ? 0 : 4;
}

/* In the child nothing ends by itself: no question of Valgrind's about what the others held. */
static bool forked_well(cell *c, cell_fate *fate, uint64_t expected)
{
    fflush(stdout);
    int result[2];
    unsigned char status = 99;
    if (pipe(result) != 0)
        abort();
    pid_t pid = fork();
    if (pid == 0) {
        status = (unsigned char)child_of(c, fate, expected);
        if (write(result[1], &status, 1) != 1)
            abort();
        raise(SIGKILL);
    }
    close(result[1]);
    int how;
    rc_thread_block_begin();
    waitpid(pid, &how, 0);
    rc_thread_block_end();
    bool said = read(result[0], &status, 1) == 1;
    close(result[0]);
    if (!said || status != 0)
        tap_note("the child says %d, status %#x", (int)status, (unsigned)how);
    return pid > 0 && said && status == 0;
}

static void fork_alone(void)
{
    cell_fate fate[3] = {{0}};
    cell *c = cell_ring(&cell_type, fate, 3);
    CHECK(forked_well(c, fate, 3));
    rc_release(c);
    CHECK(rc_collect() == 3 && cells_ended_well(fate, 3));
    END();
}

static _Atomic bool enough;

static void collect_on(void *arg)
{
    (void)arg;
    if (rc_thread_attach() != 0)
        abort();
    while (!rc_load_acquire(&enough))
        rc_collect();
    rc_thread_detach();
}

static void poll_and_block(void *arg)
{
    (void)arg;
    if (rc_thread_attach() != 0)
        abort();
    while (!rc_load_acquire(&enough)) {
        rc_thread_poll();
        rc_thread_block_begin();
        rc_thread_block_end();
    }
    rc_thread_detach();
}

static void fork_while_others_collect(void)
{
    cell_fate fate[3] = {{0}};
    cell *c = cell_ring(&cell_type, fate, 3);
    rc_store_release(&enough, false);
    pthread_t one = stress_thread(collect_on, NULL, 0), other = stress_thread(poll_and_block, NULL, 0);
    bool well = true;
    for (uint64_t i = rc_tool_scaled(10); i > 0 && well; i--) {
        well = forked_well(c, fate, 3);
        rc_thread_poll();
    }
    rc_store_release(&enough, true);
    rc_thread_block_begin();
    stress_join(one);
    stress_join(other);
    rc_thread_block_end();
    CHECK(well);
    rc_release(c);
    CHECK(rc_collect() == 3 && cells_ended_well(fate, 3));
    END();
}

static void fork_tests(void)
{
    fork_alone();
    if (rc_get_backend()->thread_safe)
        fork_while_others_collect();
}
