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
