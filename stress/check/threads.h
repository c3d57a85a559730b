/*
 * threads.h: operations by the wrong thread, in the wrong state; and what several threads did to one
 * object.
 */
#include "stress/check/caught.h"

#include "stress/support/threads.h"

typedef struct visitor {
    const rc_ops *ops;
    void *object;
    rc_weak *weak;
    uint32_t thread;
    pthread_barrier_t *barrier;
} visitor;

static void run(void (*body)(void *), const rc_ops *ops, void *object, rc_weak *weak,
                uint32_t *thread)
{
    visitor v = {.ops = ops, .object = object, .weak = weak};
    stress_join(stress_thread(body, &v, 0));
    if (thread != NULL)
        *thread = v.thread;
}

static void not_attached(void *arg)
{
    const visitor *v = arg;
    const rc_ops *ops = v->ops;
    dict *o = site_new(ops, &dict_type);
    one_report("new, not attached", RC_MISUSE_NOT_ATTACHED, (expectation){.site = "site_new"});
    site_retain(ops, o);
    one_report(
        "retain, not attached", RC_MISUSE_NOT_ATTACHED,
        (expectation){.type = "dict", .site = "site_retain", .all = true, BEFORE(RC_CHECK_NEW)});
    tap_ok(ops->count(o) == 2 && ops->type_of(o) == &dict_type, "%s: done all the same", backend);
    one_report("type_of, not attached", RC_MISUSE_NOT_ATTACHED, (expectation){.type = "dict"});
    tap_ok(ops->try_retain(o), "%s: done", backend);
    one_report("try_retain, not attached", RC_MISUSE_NOT_ATTACHED, (expectation){.type = "dict"});
    rc_weak *weak = ops->weak_new(o);
    one_report("weak_new, not attached", RC_MISUSE_NOT_ATTACHED, (expectation){.type = "dict"});
    tap_ok(ops->weak_upgrade(weak) == o, "%s: done", backend);
    one_report("weak_upgrade, not attached", RC_MISUSE_NOT_ATTACHED, (expectation){.type = "dict"});
    ops->weak_free(weak);
    one_report("weak_free, not attached", RC_MISUSE_NOT_ATTACHED, (expectation){.type = "dict"});
    destroyed = 0;
    for (int i = 0; i < 4; i++) {
        site_release(ops, o);
        one_report("release, not attached", RC_MISUSE_NOT_ATTACHED,
                   (expectation){.type = "dict", .site = "site_release"});
    }
    tap_ok(destroyed == 1, "%s: and destroyed at the end", backend);
    rc_counter *c = new_counter(ops);
    one_report("counter_init, not attached", RC_MISUSE_NOT_ATTACHED, (expectation){.type = NULL});
    ops->counter_release(c, dispose);
    one_report("counter_release, not attached", RC_MISUSE_NOT_ATTACHED,
               (expectation){.type = NULL});
    ops->thread_poll();
    ops->thread_block_begin();
    ops->thread_block_end();
    quiet("safepoints and regions without a thread");
    ops->thread_detach();
    one_report("detach, not attached", RC_MISUSE_DETACH, (expectation){.type = NULL});
    ops->thread_block_end();
    one_report("block_end, not attached", RC_MISUSE_DETACH, (expectation){.type = NULL});
}

static void blocked(void *arg)
{
    const visitor *v = arg;
    const rc_ops *ops = v->ops;
    if (ops->thread_attach() != 0)
        abort();
    dict *o = site_new(ops, &dict_type);
    ops->thread_block_begin();
    ops->thread_block_begin();
    site_retain(ops, o);
    one_report(
        "retain in a blocking region", RC_MISUSE_BLOCKED,
        (expectation){.type = "dict", .site = "site_retain", .all = true, BEFORE(RC_CHECK_NEW)});
    ops->thread_detach();
    one_report("detach in a blocking region", RC_MISUSE_BLOCKED, (expectation){.type = NULL});
    ops->thread_block_end();
    site_release(ops, o);
    one_report("release, one region left of two", RC_MISUSE_BLOCKED,
               (expectation){.type = "dict", .site = "site_release"});
    ops->thread_block_end();
    destroyed = 0;
    site_release(ops, o);
    tap_ok(destroyed == 1, "%s: the counts were right", backend);
    quiet("release after the region");
    ops->thread_block_end();
    one_report("block_end without begin", RC_MISUSE_DETACH, (expectation){.type = NULL});
    ops->thread_detach();
    ops->thread_detach();
    one_report("detach, twice", RC_MISUSE_DETACH, (expectation){.type = NULL});
}

static void release_there(void *arg)
{
    visitor *v = arg;
    if (v->ops->thread_attach() != 0)
        abort();
    v->thread = this_thread();
    site_release(v->ops, v->object);
    v->ops->thread_detach();
}

static void retain_there(void *arg)
{
    visitor *v = arg;
    if (v->ops->thread_attach() != 0)
        abort();
    v->thread = this_thread();
    site_retain(v->ops, v->object);
    v->ops->thread_detach();
}

/* The last release was another thread's; where deaths are deferred the object still waits for its owner. */
static void across_threads(const rc_ops *ops)
{
    uint32_t there, here = this_thread();
    dict *o = site_new(ops, &dict_type);
    run(release_there, ops, o, NULL, &there);
    site_release(ops, o);
    one_report("release after another thread's last", RC_MISUSE_SUB_UAF,
               (expectation){.type = "dict", .site = "site_release"});
    const rc_check_report *report = &caught.report[0];
    unsigned first =
        report->before[0].op == RC_CHECK_DESTROY; /* before it or, deferred, after this */
    tap_ok(report->before[first].op == RC_CHECK_RELEASE && report->before[first].thread == there &&
               report->before[first + 1].op == RC_CHECK_NEW &&
               report->before[first + 1].thread == here && report->now.thread == here,
           "%s: history tells the threads apart", backend);
    destroyed = 0;
    ops->thread_poll();
    ops->thread_poll();
    run(retain_there, ops, o, NULL, &there);
    tap_ok(caught.number == 1 && caught.report[0].kind == RC_MISUSE_ADD_UAF &&
               caught.report[0].now.thread == there,
           "%s: retain by another thread, after the end: ADD_UAF", backend);
    caught.number = 0;
}

/* Where deaths are deferred this one comes while the region begins, which is not in it yet. */
static void death_on_the_way_in(const rc_ops *ops)
{
    dict *o = site_new(ops, &dict_type);
    o->child = ops->new (&dict_type);
    destroyed = 0;
    run(release_there, ops, o, NULL, NULL);
    ops->thread_block_begin();
    ops->thread_block_end();
    tap_ok(destroyed == 2, "%s: destroyed before the region", backend);
    quiet("a destructor while a region begins");
}

static void ends_attached(void *arg)
{
    visitor *v = arg;
    if (v->ops->thread_attach() != 0)
        abort();
    dict *o = v->ops->new (&dict_type);
    v->ops->release(v->ops->retain(o));
    v->ops->release(o);
    v->ops->thread_block_begin();
}

static void thread_tests(const rc_ops *ops)
{
    run(not_attached, ops, NULL, NULL, NULL);
    run(blocked, ops, NULL, NULL, NULL);
    across_threads(ops);
    death_on_the_way_in(ops);
    run(ends_attached, ops, NULL, NULL, NULL);
    quiet("a thread that ends without detach, in a region");
}
