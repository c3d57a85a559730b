/*
 * counters.h: misuse of embedded counters. The memory is the program's, and dispose frees it, so that
 * AddressSanitizer sees any operation that gets through to a dead counter.
 *
 * Counters are opaque here and as large as any backend's.
 */
#include "stress/check/caught.h"

typedef struct file {
    rc_counter counter;
    int data;
} file;

static unsigned disposed;

static void dispose(rc_counter *counter)
{
    disposed++;
    now->counter_destroy(counter);
    free(counter);
}

static rc_counter *new_counter(const rc_ops *ops)
{
    file *f = malloc(sizeof *f);
    if (f == NULL)
        abort();
    ops->counter_init(&f->counter);
    return &f->counter;
}

static void correct_counter(const rc_ops *ops)
{
    disposed = 0;
    rc_counter *c = new_counter(ops);
    bool ok = ops->counter_read(c) == 1 && ops->counter_is_unique(c);
    ops->counter_retain(c);
    ops->counter_enable_try_retain(c);
    ok &= ops->counter_try_retain(c) && ops->counter_read(c) == 3;
    ops->counter_release(c, NULL);
    ops->counter_release(c, dispose);
    ok &= disposed == 0;
    ops->counter_release(c, dispose);
    tap_ok(ok && disposed == 1, "%s: counters work as without checks", backend);
    c = new_counter(ops);
    ops->counter_destroy(c); /* never shared */
    free(c);
    quiet("a correct use of counters");
}

void site_counter_release(const rc_ops *ops, rc_counter *counter);
SITE void site_counter_release(const rc_ops *ops, rc_counter *counter)
{
    ops->counter_release(counter, dispose);
    NO_TAIL_CALL;
}

static void dead_counter(const rc_ops *ops)
{
    disposed = 0;
    rc_counter *c = new_counter(ops);
    ops->counter_release(c, dispose);
    site_counter_release(ops, c);
    one_report("release of a dead counter", RC_MISUSE_SUB_UAF,
               (expectation){.site = "site_counter_release",
                             .all = true,
                             BEFORE(RC_CHECK_DESTROY, RC_CHECK_RELEASE, RC_CHECK_INIT)});
    tap_ok(caught.report[0].what == RC_CHECK_COUNTER && caught.report[0].type == NULL,
           "%s: a counter has no type", backend);
    ops->counter_retain(c);
    one_report("retain of a dead counter", RC_MISUSE_ADD_UAF, (expectation){.type = NULL});
    ops->counter_enable_try_retain(c);
    one_report("enable_try_retain of a dead counter", RC_MISUSE_ADD_UAF,
               (expectation){.type = NULL});
    ops->counter_make_immortal(c);
    one_report("make_immortal of a dead counter", RC_MISUSE_ADD_UAF, (expectation){.type = NULL});
    tap_ok(!ops->counter_is_unique(c), "%s: nor is a dead counter unique", backend);
    one_report("is_unique of a dead counter", RC_MISUSE_ADD_UAF, (expectation){.type = NULL});
    tap_ok(!ops->counter_try_retain(c) && ops->counter_read(c) == 0, "%s: refused", backend);
    quiet("try_retain of a dead counter");
    tap_ok(disposed == 1, "%s: disposed once", backend);
}

static void counter_leak(const rc_ops *ops)
{
    rc_counter *c = new_counter(ops);
    ops->counter_retain(c);
    ops->counter_release(c, NULL);
    quiet("release without dispose of one of two");
    ops->counter_release(c, NULL);
    one_report(
        "release without dispose of the last", RC_MISUSE_DEC_LEAK,
        (expectation){.all = true, BEFORE(RC_CHECK_RELEASE, RC_CHECK_RETAIN, RC_CHECK_INIT)});
    ops->counter_retain(c);
    one_report("retain of what was leaked", RC_MISUSE_ADD_UAF, (expectation){.type = NULL});
    ops->counter_destroy(c);
    free(c);
}

static void counter_overflow(const rc_ops *ops)
{
    rc_counter *c = new_counter(ops);
    rc_check_preset(c, UINT64_C(1) << 60);
    ops->counter_retain(c);
    one_report("retain of a counter beyond the bound", RC_MISUSE_ADD_OVF,
               (expectation){.type = NULL});
    ops->counter_release(c, dispose);
    tap_ok(ops->counter_read(c) == RC_IMMORTAL, "%s: the counter is immortal", backend);
    ops->counter_destroy(c);
    ops->counter_init(c);
    quiet("the same memory again");
    rc_check_preset(c, UINT64_C(1) << 60);
    tap_ok(ops->counter_try_retain(c), "%s: alive", backend);
    one_report("try_retain of a counter beyond the bound", RC_MISUSE_ADD_NOT_ZERO_OVF,
               (expectation){.type = NULL});
    ops->counter_destroy(c);
    free(c);
}

/* The memory of a counter is used again at once: what is left of its first life must not touch the second. */
static void counter_lives_twice(const rc_ops *ops)
{
    disposed = 0;
    rc_counter *c = new_counter(ops);
    ops->counter_destroy(c);
    ops->counter_init(c);
    rc_quarantine_flush();
    ops->counter_release(c, NULL);
    one_report("release without dispose, in a second life", RC_MISUSE_DEC_LEAK,
               (expectation){.all = true, BEFORE(RC_CHECK_INIT)});
    ops->counter_destroy(c);
    free(c);
}

static void counter_tests(const rc_ops *ops)
{
    correct_counter(ops);
    dead_counter(ops);
    counter_leak(ops);
    counter_overflow(ops);
    counter_lives_twice(ops);
}
