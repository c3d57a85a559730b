/*
 * forks.h: forks while others collect, or do what collectors wait for.
 */
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
    pthread_t one = stress_thread(collect_on, NULL, 0),
              other = stress_thread(poll_and_block, NULL, 0);
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
