/*
 * misuse_test.c: the checked mode of every backend reports every kind of misuse, by its name, with the
 * object's type and history, and nothing else; and misuse does no harm while it is checked.
 *
 * Link with -rdynamic: call sites are compared by function name.
 */
#include "refcount/check/quarantine.h"

#include "stress/check/caught.h"

#include "stress/check/objects.h"

#include "stress/check/counters.h"
#include "stress/check/threads.h"

#include "stress/check/omissions.h"

#include "stress/check/soak.h"

#include "stress/check/leaks.h"

#include "stress/check/fork.h"

/* A fork takes the locks of every backend that was used: while it is one. */
static void after_first(const rc_ops *ops)
{
    if (ops->thread_attach() != 0)
        abort();
    fork_in_use(ops);
    fork_tests();
    ops->thread_detach();
}

static void test_backend(const rc_ops *ops, uint64_t seed)
{
    if (!tap_ok(ops->thread_attach() == 0, "%s: attach", backend))
        return;
    now = ops;
    leak_tests(ops);
    object_tests(ops);
    counter_tests(ops);
    thread_tests(ops);
    if (ops->get_backend()->thread_safe)
        soak_test(ops, seed);
    omission_tests(ops);
    ops->thread_detach();
    quiet("detach");
}

static void reports_are_counted(void)
{
    for (unsigned kind = 0; kind < RC_MISUSE_KINDS; kind++)
        tap_ok(rc_check_reports((rc_misuse)kind) > 0, "all backends: %s was reported",
               rc_misuse_name((rc_misuse)kind));
}

static const rc_ops *checked_at(unsigned index, char *name, size_t size)
{
    if (rc_ops_at(index) == NULL)
        return NULL;
    backend = rc_ops_at(index)->get_backend()->name;
    snprintf(name, size, "check+%s", backend);
    return rc_ops_find(name);
}

int main(void)
{
    char name[64];
    uint64_t seed = stress_seed();
    const rc_ops *ops;
    for (unsigned i = 0; (ops = checked_at(i, name, sizeof name)) != NULL; i++)
        leak_texts(ops);
    rc_check_on_report(catch_report);
    unsigned backends = 0;
    for (; (ops = checked_at(backends, name, sizeof name)) != NULL; backends++) {
        tap_ok(ops != rc_ops_at(backends) && rc_ops_find(name) == ops, "%s exists", name);
        test_backend(ops, seed);
        if (backends == 0)
            after_first(ops);
    }
    tap_ok(rc_ops_at(backends) == NULL, "%u backends, and each can be checked", backends);
    reports_are_counted();
    return tap_done();
}
