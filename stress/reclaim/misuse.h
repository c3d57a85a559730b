/*
 * misuse.h: what must not be done ends the program with a message.
 */
static void misuse_enter(void)
{
    rc_guard_exit(rc_guard_enter());
}

static void misuse_brief(void)
{
    place p = 0;
    rc_brief_begin_(&p);
    rc_brief_end_();
}

static void misuse_retire(void)
{
    int not_looked_at;
    rc_reclaim_retire_(&not_looked_at);
}

/* Does it in a child, and looks for the message. Nothing is left that the child's detach could wait for. */
static bool refused(void (*act)(void), bool detach, const char *message)
{
    int ends_of_pipe[2];
    rc_reclaim_drain();
    if (pipe(ends_of_pipe) != 0)
        abort();
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        dup2(ends_of_pipe[1], STDERR_FILENO);
        signal(SIGABRT, SIG_DFL);
        if (detach)
            rc_thread_detach();
        else
            rc_thread_block_begin();
        act();
        _exit(0);
    }
    close(ends_of_pipe[1]);
    char text[4096];
    size_t length = 0;
    for (ssize_t got; (got = read(ends_of_pipe[0], text + length, sizeof text - 1 - length)) > 0;)
        length += (size_t)got;
    close(ends_of_pipe[0]);
    text[length] = '\0';
    int status = 0;
    waitpid(pid, &status, 0);
    return !(WIFEXITED(status) && WEXITSTATUS(status) == 0) && strstr(text, message) != NULL;
}

static void misuse_drain_reading(void)
{
    rc_thread_block_end();
    rc_guard g = rc_guard_enter();
    rc_guard_protect_(&g, &common);
    rc_reclaim_drain();
    rc_guard_exit(g);
}

static void misuse_tests(void)
{
    for (int detach = 0; detach < 2; detach++) {
        CHECK(refused(misuse_enter, detach,
                      "refcount: rc_guard_enter on a thread that is not attached"));
        CHECK(refused(misuse_brief, detach, "on a thread that is not attached"));
        CHECK(refused(misuse_retire, detach,
                      "refcount: rc_reclaim_retire_ on a thread that is not attached"));
        CHECK(refused(rc_reclaim_drain, detach,
                      "refcount: rc_reclaim_drain on a thread that is not attached"));
    }
    if (!rc_get_reclaim()->needs_poll)
        CHECK(refused(misuse_drain_reading, false,
                      "refcount: rc_reclaim_drain on a thread in a read section"));
}
