/*
 * observers.h: what the layers above are told of threads, and in which order. Two observers write down what
 * they are told, on the threads that keep a record.
 *
 *   a attach   b begins   e ends   l leaving   x left   p poll   f fork_prepare   g fork_parent   h fork_child
 *
 * with the observer's number behind it.
 */
#include "refcount/observer.h"
#include "refcount/thread_record.h"

typedef struct record {
    char told[160];
    node *kept;   /* the second observer releases it when its thread leaves */
    bool refuses; /* the second observer refuses to attach */
} record;

static _Thread_local record *recording;

static void told(const char *what)
{
    if (recording != NULL && strlen(recording->told) + strlen(what) < sizeof recording->told)
        strcat(recording->told, what);
}

#define TELLS(member, letter)                                                                      \
    static void member##_1(void)                                                                   \
    {                                                                                              \
        told(letter "1");                                                                          \
    }                                                                                              \
    static void member##_2(void)                                                                   \
    {                                                                                              \
        told(letter "2");                                                                          \
    }
TELLS(begins, "b")
TELLS(poll, "p")
TELLS(ends, "e")
TELLS(left, "x")
TELLS(fork_prepare, "f")
TELLS(fork_parent, "g")
TELLS(fork_child, "h")

static int attach_1(void)
{
    told("a1");
    return 0;
}

static int attach_2(void)
{
    told("a2");
    return recording != NULL && recording->refuses ? ENOMEM : 0;
}

static bool leaving_1(void)
{
    told("l1");
    return false;
}

static bool leaving_2(void)
{
    told("l2");
    node *kept = recording != NULL ? recording->kept : NULL;
    if (kept == NULL)
        return false;
    recording->kept = NULL;
    rc_release(kept);
    return true;
}

#define OBSERVER(n)                                                                                \
    {                                                                                              \
        .attach = attach_##n, .begins = begins_##n, .poll = poll_##n, .ends = ends_##n,            \
        .leaving = leaving_##n, .left = left_##n, .fork_prepare = fork_prepare_##n,                \
        .fork_parent = fork_parent_##n, .fork_child = fork_child_##n                               \
    }
static rc_observer observers[] = {OBSERVER(1), OBSERVER(2), {.next = NULL}};

__attribute__((constructor)) static void add_observers(void)
{
    for (unsigned i = 0; i < 3; i++)
        rc_observer_add_(&observers[i]);
}

static void attach_nest_and_leave(void *arg)
{
    recording = arg;
    if (rc_thread_attach() != 0 || rc_thread_attach() != 0)
        abort();
    rc_thread_detach();
    told(" ");
    rc_thread_block_begin();
    rc_thread_block_begin();
    rc_thread_block_end();
    told(" ");
    rc_thread_block_end();
    told(" ");
    recording->kept = new_node(NULL, NULL);
    rc_thread_detach();
    recording = NULL;
}

static void observer_order(void)
{
    record r = {.told = ""};
    uint64_t before = ends();
    stress_join(stress_thread(attach_nest_and_leave, &r, 0));
    settle();
    bool good = strcmp(r.told, "a1a2b1b2 e2e1 b1b2 l2l1l2l1e2e1x2x1") == 0;
    CHECK(good && ends() == before + 1);
    if (!good)
        tap_note("told: %s", r.told);
}

static void attach_in_vain(void *arg)
{
    recording = arg;
    recording->refuses = true;
    errno = 0;
    if (rc_thread_attach() == 0 || errno != ENOMEM)
        told("!");
    rc_thread_poll(); /* harmless: not attached */
    told(" ");
    recording->refuses = false;
    if (rc_thread_attach() != 0)
        told("!");
    rc_release(new_node(NULL, NULL));
    rc_thread_detach();
    recording = NULL;
}

static void observer_refuses(void)
{
    record r = {.told = ""};
    stress_join(stress_thread(attach_in_vain, &r, 0));
    bool good = strcmp(r.told, "a1a2x1 a1a2b1b2l2l1e2e1x2x1") == 0;
    CHECK(good);
    if (!good)
        tap_note("told: %s", r.told);
}

/* Asked while it runs, it answers at a safepoint; asked while it blocks, after the region. */
static void observer_asked(void)
{
    record r = {.told = ""};
    recording = &r;
    rc_thread_poll();
    told(".");
    rc_thread_ask_all_(RC_REQUEST_OBSERVERS);
    told(".");
    rc_thread_poll();
    rc_thread_poll();
    rc_thread_block_begin();
    rc_thread_ask_all_(RC_REQUEST_OBSERVERS);
    rc_thread_poll();
    rc_thread_block_end();
    told(".");
    rc_thread_poll();
    recording = NULL;
    bool good = strcmp(r.told, "..p1p2e2e1b1b2.p1p2") == 0;
    CHECK(good);
    if (!good)
        tap_note("told: %s", r.told);
}

static void observer_forks(void)
{
    record r = {.told = ""};
    recording = &r;
    pid_t pid = fork();
    if (pid == 0)
        raise(strcmp(r.told, "f2f1h1h2") == 0 ? SIGKILL : SIGTERM);
    recording = NULL;
    int status = -1;
    waitpid(pid, &status, 0);
    CHECK(pid > 0 && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    CHECK(strcmp(r.told, "f2f1g1g2") == 0);
}

static void observer_tests(void)
{
    observer_order();
    observer_refuses();
    observer_asked();
    observer_forks();
}
