/*
 * forks.h: a child that was forked while other threads existed goes on counting.
 */
typedef struct fork_other {
    _Atomic unsigned stage; /* 1: the object is there; 2: the thread may go on */
    node *object;           /* made by the other thread; main holds its only reference */
} fork_other;

static void own_an_object(void *arg)
{
    fork_other *other = arg;
    if (rc_thread_attach() != 0)
        abort();
    other->object = new_node(new_node(NULL, NULL), NULL);
    rc_store_release(&other->stage, 1);
    unsigned turns = 0;
    while (rc_load_acquire(&other->stage) != 2)
        rc_platform_relax(&turns);
    rc_thread_detach();
}

/* In the child: the thread that owned the object does not exist. What fails is the exit status. */
static int child(fork_other *other)
{
    uint64_t before = ends();
    node *mine = new_node(other->object, NULL);
    rc_weak *weak = rc_weak_new(mine);
    rc_retain(mine);
    rc_release(mine);
    rc_release(mine);
    settle();
    if (ends() != before + 3 || rc_weak_upgrade(weak) != NULL)
        return 1;
    rc_weak_free(weak);
    if (rc_thread_attach() != 0)
        return 2;
    rc_thread_detach();
    live_objects(); /* takes the registry's lock */
    return 0;
}

/* Forks while another thread is in and out of the registry's lock all the time. */
static void ask_for_statistics(void *stop)
{
    while (!rc_load_acquire((_Atomic bool *)stop))
        live_objects();
}

static void fork_while_busy(void)
{
    _Atomic bool stop = false;
    bool good = true;
    pthread_t thread = stress_thread(ask_for_statistics, &stop, 0);
    for (int i = 0; i < 20 && good; i++) {
        pid_t pid = fork();
        if (pid == 0) {
            alarm(10);
            live_objects();
            raise(SIGKILL); /* no end at which Valgrind asks for what the other thread held */
        }
        int status = -1;
        waitpid(pid, &status, 0);
        good = pid > 0 && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
        if (!good)
            tap_note("fork %d, status %#x", i, (unsigned)status);
    }
    rc_store_release(&stop, true);
    stress_join(thread);
    CHECK(good);
}

static void fork_with_another_thread(void)
{
    fork_other other = {.stage = 0};
    pthread_t thread = stress_thread(own_an_object, &other, 0);
    unsigned turns = 0;
    while (rc_load_acquire(&other.stage) != 1)
        rc_platform_relax(&turns);
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        alarm(10);
        _exit(child(&other));
    }
    int status = -1;
    waitpid(pid, &status, 0);
    CHECK(pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0);
    uint64_t before = ends();
    rc_store_release(&other.stage, 2);
    stress_join(thread);
    rc_release(other.object);
    settle();
    CHECK(ends() == before + 2);
}

static void fork_tests(void)
{
    fork_with_another_thread();
    fork_while_busy();
}
