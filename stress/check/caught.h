/*
 * caught.h: the reports that a test has provoked, and what they must say.
 *
 * The site_ functions are where the operations under test are called from. They are external, so that
 * a program linked with -rdynamic can name them, and the store after the call keeps it from being a tail
 * call, whose return address would be their caller's.
 */
#ifndef STRESS_CHECK_CAUGHT_H
#define STRESS_CHECK_CAUGHT_H

#include "refcount/atomics.h"
#include "refcount/check/shadow.h"
#include "refcount/ops.h"
#include "refcount/platform.h"
#include "refcount/tool/tap.h"

#include <stdio.h>
#include <string.h>

#define MOST_CAUGHT 64u

static struct {
    rc_mutex mutex;
    unsigned number;
    rc_check_report report[MOST_CAUGHT];
} caught = {.mutex = RC_MUTEX_INITIALIZER};

static const char *backend; /* the name of the one under test */

static void catch_report(const rc_check_report *report)
{
    rc_mutex_lock(&caught.mutex);
    if (caught.number < MOST_CAUGHT)
        caught.report[caught.number] = *report;
    caught.number++;
    rc_mutex_unlock(&caught.mutex);
}

static uint32_t this_thread(void)
{
    return rc_check_call(RC_CHECK_NEW, NULL).thread;
}

#define SITE __attribute__((noinline))
extern _Atomic unsigned after_the_call; /* not static: a store that nobody sees is no store */
_Atomic unsigned after_the_call;
#define NO_TAIL_CALL rc_store_relaxed(&after_the_call, 1)

void *site_new(const rc_ops *ops, const rc_type *type);
void *site_retain(const rc_ops *ops, void *object);
void site_release(const rc_ops *ops, void *object);

SITE void *site_new(const rc_ops *ops, const rc_type *type)
{
    void *object = ops->new (type);
    NO_TAIL_CALL;
    return object;
}

SITE void *site_retain(const rc_ops *ops, void *object)
{
    void *same = ops->retain(object);
    NO_TAIL_CALL;
    return same;
}

SITE void site_release(const rc_ops *ops, void *object)
{
    ops->release(object);
    NO_TAIL_CALL;
}

static bool is_at(const rc_check_event *event, const char *function)
{
    char site[256];
    size_t length = strlen(function);
    rc_check_site(event->site, site, sizeof site);
    return strncmp(site, function, length) == 0 && site[length] == '+';
}

/* The kinds of all reports since the last call, in words. */
static void describe(char *text, size_t size)
{
    size_t used = (size_t)snprintf(text, size, "%u:", caught.number);
    for (unsigned i = 0; i < caught.number && i < MOST_CAUGHT && used < size; i++)
        used += (size_t)snprintf(text + used, size - used, " %s",
                                 rc_misuse_name(caught.report[i].kind));
}

static bool quiet(const char *what)
{
    char text[512];
    describe(text, sizeof text);
    bool ok = tap_ok(caught.number == 0, "%s: %s: no report", backend, what);
    if (!ok)
        tap_note("reports: %s", text);
    caught.number = 0;
    return ok;
}

/* What the one report must say beside its kind; members that are NULL or 0 may be anything. */
typedef struct expectation {
    const char *type, *site;
    unsigned events; /* so many of the history, latest first, and exactly these if `all` */
    bool all;
    rc_check_op before[RC_CHECK_HISTORY];
} expectation;

static bool matches(const rc_check_report *report, const expectation *e)
{
    if (e->type != NULL && (report->type == NULL || strcmp(report->type, e->type) != 0))
        return false;
    if (e->site != NULL && (!is_at(&report->now, e->site) || report->now.thread != this_thread()))
        return false;
    if (report->events < e->events || (e->all && report->events != e->events))
        return false;
    for (unsigned i = 0; i < e->events; i++) {
        if (report->before[i].op != e->before[i])
            return false;
    }
    return true;
}

/* Exactly one report was made since the last call; the caller may look at it in caught.report[0]. */
static bool one_report(const char *what, rc_misuse kind, expectation e)
{
    char text[512];
    const rc_check_report *report = &caught.report[0];
    describe(text, sizeof text);
    bool ok = caught.number == 1 && report->kind == kind && matches(report, &e);
    tap_ok(ok, "%s: %s: %s", backend, what, rc_misuse_name(kind));
    if (!ok) {
        char site[256];
        rc_check_site(report->now.site, site, sizeof site);
        tap_note("reports: %s; type %s, at %s, %u events", text,
                 report->type != NULL ? report->type : "none", site, report->events);
    }
    caught.number = 0;
    return ok;
}

#define BEFORE(...)                                                                                \
    .events = sizeof((rc_check_op[]){__VA_ARGS__}) / sizeof(rc_check_op), .before = {__VA_ARGS__}

#endif
