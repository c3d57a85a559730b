/*
 * leaks.h: what is left at exit, and what a report looks like, in a child process whose stderr is read.
 */
#include "stress/check/caught.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

void *leak_here(const rc_ops *ops);
void *leak_there(const rc_ops *ops);

SITE void *leak_here(const rc_ops *ops)
{
    void *object = ops->new (&dict_type);
    NO_TAIL_CALL;
    return object;
}

SITE void *leak_there(const rc_ops *ops)
{
    void *object = ops->new (&phoenix_type);
    NO_TAIL_CALL;
    return object;
}

static uint64_t leaks_at(const rc_check_leak *group, size_t groups, const char *type,
                         const char *site)
{
    uint64_t objects = 0;
    for (size_t i = 0; i < groups; i++) {
        rc_check_event event = {.site = group[i].site};
        if (group[i].type != NULL && strcmp(group[i].type, type) == 0 && is_at(&event, site))
            objects += group[i].objects;
    }
    return objects;
}

static void leak_groups(const rc_ops *ops)
{
    rc_check_leak group[16];
    uint64_t before = live_objects(), objects;
    void *o[4];
    for (int i = 0; i < 3; i++)
        o[i] = leak_here(ops);
    o[3] = leak_there(ops);
    void *immortal = leak_here(ops);
    ops->make_immortal(immortal);
    size_t groups = rc_check_leaks(group, 16, &objects);
    tap_ok(objects - before == 4 && leaks_at(group, groups, "dict", "leak_here") == 3 &&
               leaks_at(group, groups, "phoenix", "leak_there") == 1,
           "%s: live objects by type and place, immortals not", backend);
    /* Another thread keeps a reference, this one gives its own back. */
    run(retain_there, ops, o[0], NULL, NULL);
    ops->release(o[0]);
    groups = rc_check_leaks(group, 16, &objects);
    tap_ok(leaks_at(group, groups, "dict", "site_retain") == 1 &&
               leaks_at(group, groups, "dict", "leak_here") == 2,
           "%s: the retain that was never given back is the other thread's", backend);
    /* Both threads keep one from the same place, where an object of another type was retained too. */
    site_retain(ops, o[0]);
    site_retain(ops, o[3]);
    groups = rc_check_leaks(group, 16, &objects);
    tap_ok(leaks_at(group, groups, "dict", "site_retain") == 1 &&
               leaks_at(group, groups, "phoenix", "site_retain") == 1,
           "%s: an object counts once for each place, and for its own type", backend);
    ops->release(o[0]);
    ops->release(o[3]);
    for (int i = 0; i < 4; i++)
        ops->release(o[i]);
    ops->release(resurrected);
    ops->thread_poll();
    rc_check_leaks(group, 16, &objects);
    tap_ok(objects == before, "%s: and none when they are gone", backend);
    quiet("leaks");
}

/*
 * Runs body in a child, and gives back what it wrote on stderr, and its status. Before any backend is in use here: a
 * fork then takes all of its locks, which are more than ThreadSanitizer can count for all backends.
 */
static int in_child(void (*body)(const rc_ops *), const rc_ops *ops, char *text, size_t size)
{
    int ends[2], status = -1;
    size_t used = 0;
    if (pipe(ends) != 0)
        abort();
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        close(ends[0]);
        close(ends[1]);
        rc_check_on_report(NULL);
        body(ops);
        exit(0); /* through the destructors: what is live is reported there */
    }
    close(ends[1]);
    for (ssize_t got; used + 1 < size && (got = read(ends[0], text + used, size - 1 - used)) > 0;)
        used += (size_t)got;
    text[used] = '\0';
    close(ends[0]);
    if (child < 0 || waitpid(child, &status, 0) != child)
        abort();
    return status;
}

static void child_attach(const rc_ops *ops)
{
    now = ops;
    if (ops->thread_attach() != 0)
        abort();
}

static void child_leaks(const rc_ops *ops)
{
    child_attach(ops);
    for (int i = 0; i < 3; i++)
        leak_here(ops);
}

static void child_misuses(const rc_ops *ops)
{
    child_attach(ops);
    dict *o = site_new(ops, &dict_type);
    site_release(ops, o);
    site_release(ops, o);
}

static void child_aborts(const rc_ops *ops)
{
    setenv("REFCOUNT_CHECK", "abort", 1);
    child_misuses(ops);
}

static bool has(const char *text, const char *part)
{
    return strstr(text, part) != NULL;
}

static void leak_texts(const rc_ops *ops)
{
    char text[8192];
    int status = in_child(child_leaks, ops, text, sizeof text);
    tap_ok(status == 0 &&
               has(text, "3 objects live at exit\n  3 x type `dict', retained at leak_here+"),
           "%s: leaks at exit, in words", backend);
    status = in_child(child_misuses, ops, text, sizeof text);
    bool ok =
        status == 0 && has(text, "refcount: SUB_UAF: release of a dead object\n    object  0x") &&
        has(text, " type `dict', count 0, destroyed\n    now     thread ") &&
        has(text, "  release           site_release+") && has(text, "\n    before  thread ") &&
        has(text, "  new               site_new+") && !has(text, "live at exit");
    tap_ok(ok, "%s: a report, in words", backend);
    if (!ok)
        tap_note("%s", text);
    status = in_child(child_aborts, ops, text, sizeof text);
    tap_ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT && has(text, "SUB_UAF"),
           "%s: REFCOUNT_CHECK=abort", backend);
}

static void child_of_a_user(const rc_ops *ops)
{
    dict *o = site_new(ops, &dict_type);
    site_release(ops, site_retain(ops, o));
    site_release(ops, o);
    site_release(ops, o);
}

/* The child of a program that is in the middle of it. */
static void fork_in_use(const rc_ops *ops)
{
    char text[8192];
    dict *o = leak_here(ops);
    int status = in_child(child_of_a_user, ops, text, sizeof text);
    tap_ok(status == 0 && has(text, "SUB_UAF") && has(text, "1 object live at exit"),
           "%s: a fork keeps what the shadow knows", backend);
    site_release(ops, o);
    quiet("fork");
}

/* The dead do not stay for ever. */
static void dead_are_forgotten(const rc_ops *ops)
{
    rc_quarantine_flush();
    size_t before = rc_check_entries();
    for (int i = 0; i < 20000; i++) {
        ops->release(ops->new (&dict_type));
        ops->counter_release(new_counter(ops), dispose);
    }
    ops->release(ops->new_sized(&dict_type, (size_t)65 << 20)); /* more than the quarantine holds */
    tap_ok(rc_check_entries() <= before + RC_QUARANTINE_PLACES, "%s: the quarantine is bounded",
           backend);
    rc_quarantine_flush();
    tap_ok(rc_check_entries() <= before, "%s: and can be emptied", backend);
    quiet("many objects");
}

static void leak_tests(const rc_ops *ops)
{
    leak_groups(ops);
    dead_are_forgotten(ops);
}
