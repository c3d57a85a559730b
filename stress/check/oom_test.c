/*
 * oom_test.c: without memory for its shadow the checked mode reports less, and the program works as it
 * would without it.
 *
 * One program runs again and again; each time another one of its allocations fails, and then all from
 * there on. Link with --wrap for malloc, calloc and realloc: that covers what the library and the checked
 * mode ask for, and nothing of the C library's own.
 */
#include "refcount/check/quarantine.h"
#include "refcount/check/shadow.h"
#include "refcount/ops.h"
#include "refcount/tool/tap.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t number, size_t size);
void *__real_realloc(void *block, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t number, size_t size);
void *__wrap_realloc(void *block, size_t size);

/* The test has one thread. */
static bool failing, for_good;
static unsigned until_failure, failures;

static bool fails(void)
{
    if (!failing || (until_failure > 0 && until_failure-- > 1))
        return false;
    if (until_failure == 0 && failures > 0 && !for_good)
        return false;
    failures++;
    errno = ENOMEM;
    return true;
}

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t number, size_t size)
{
    return fails() ? NULL : __real_calloc(number, size);
}

void *__wrap_realloc(void *block, size_t size)
{
    return fails() ? NULL : __real_realloc(block, size);
}

static const rc_ops *ops;
static unsigned made, destroyed, disposed;
static bool right;

static void destroy(void *object)
{
    (void)object;
    destroyed++;
}

static void finalize(void *object)
{
    ops->release(ops->retain(object));
}

static void dispose(rc_counter *counter)
{
    disposed++;
    ops->counter_destroy(counter);
}

/* Nothing here may go wrong but what is allowed to: no object, no weak reference, and ENOMEM. */
static void use_object(const rc_type *type, size_t size)
{
    errno = 0;
    void *o = size != 0 ? ops->new_sized(type, size) : ops->new (type);
    if (o == NULL) {
        right &= errno == ENOMEM;
        return;
    }
    made++;
    errno = 0;
    right &= ops->type_of(o) == type && ops->retain(o) == o && ops->count(o) == 2 && errno == 0;
    rc_weak *weak = ops->weak_new(o);
    if (weak != NULL) {
        right &= ops->weak_upgrade(weak) == o;
        ops->release(o);
    } else {
        right &= errno == ENOMEM;
    }
    ops->enable_try_retain(o);
    right &= ops->try_retain(o);
    errno = 0;
    for (int i = 0; i < 3; i++)
        ops->release(o);
    right &= errno == 0 && (weak == NULL || ops->weak_upgrade(weak) == NULL);
    ops->weak_free(weak);
}

static void use_counter(void)
{
    rc_counter counter;
    disposed = 0;
    ops->counter_init(&counter);
    ops->counter_retain(&counter);
    ops->counter_release(&counter, NULL);
    right &= disposed == 0 && ops->counter_read(&counter) == 1;
    ops->counter_release(&counter, dispose);
    right &= disposed == 1;
}

/* Types of this round alone, so that their stand-ins are made anew. */
static void run_program(unsigned round)
{
    static rc_type types[512][2];
    rc_type *type = types[round % 512];
    type[0] = (rc_type){.name = "a", .size = 24, .destroy = destroy};
    type[1] = (rc_type){.name = "b", .size = 100, .destroy = destroy, .finalize = finalize};
    use_object(&type[0], 0);
    use_object(&type[1], 0);
    use_object(&type[1], 3000);
    use_counter();
}

static bool run_failing(unsigned at, bool stays, unsigned round)
{
    failing = true;
    for_good = stays;
    until_failure = at + 1;
    failures = made = destroyed = 0;
    run_program(round);
    failing = false;
    right &= made == destroyed;
    return failures > 0;
}

static void test_backend(const char *name)
{
    rc_stats stats;
    unsigned round = 0, reports = 0, at = 0;
    uint64_t live;
    rc_check_leak group;
    if (!tap_ok(ops->thread_attach() == 0, "%s: attach", name))
        return;
    right = true;
    for (unsigned stays = 0; stays < 2; stays++) {
        for (at = 0; run_failing(at, stays != 0, round++); at++)
            continue;
    }
    for (unsigned kind = 0; kind < RC_MISUSE_KINDS; kind++)
        reports += (unsigned)rc_check_reports((rc_misuse)kind);
    ops->get_stats(&stats);
    rc_check_leaks(&group, 1, &live);
    tap_ok(right && at > 10, "%s: each of %u allocations may fail", name, at);
    tap_ok(reports == 0 && live == 0 && stats.live_objects == 0, "%s: no report, nothing is left",
           name);
    /* With memory again it sees again. */
    static const rc_type type = {.name = "seen", .size = 8};
    void *o = ops->new (&type);
    rc_check_leaks(&group, 1, &live);
    tap_ok(live == 1, "%s: seen again", name);
    ops->release(o);
    ops->thread_detach();
    rc_quarantine_flush();
    tap_ok(rc_check_entries() == 0, "%s: and forgotten", name);
}

int main(void)
{
    for (unsigned i = 0; rc_ops_at(i) != NULL; i++) {
        char name[64];
        snprintf(name, sizeof name, "check+%s", rc_ops_at(i)->get_backend()->name);
        ops = rc_ops_find(name);
        test_backend(name);
    }
    return tap_done();
}
