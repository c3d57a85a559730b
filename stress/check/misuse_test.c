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

int main(void)
{
    uint64_t seed = stress_seed();
    rc_check_on_report(catch_report);
    for (unsigned i = 0; rc_ops_at(i) != NULL; i++) {
        char name[64];
        backend = rc_ops_at(i)->get_backend()->name;
        snprintf(name, sizeof name, "check+%s", backend);
        const rc_ops *ops = rc_ops_find(name);
        if (tap_ok(ops != NULL && ops != rc_ops_at(i), "%s exists", name))
            test_backend(ops, seed);
    }
    reports_are_counted();
    return tap_done();
}
