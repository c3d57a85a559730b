/*
 * lkdtm.c: the refcount cases of Linux's dump test module (LKDTM), on the bare backend and on its checked
 * mode. Compiled once per backend.
 *
 * Each row starts from a count, does something legal, does something illegal, and names the ends that are
 * safe:
 *
 *   saturated   the count is immortal: the object is leaked, and nobody gets memory that is in use
 *   zero        the operation was refused, or ignored, and the count stays dead
 *
 * graded as there: good (one of the ends that the row names), warn (put back to the largest count: as good
 * as the next mistake), fail (wrapped round, or disposed of once too often).
 *
 * This interface has no addition or subtraction of n: the ADD and SUB rows are n single operations. So a
 * subtraction of 5 from 3 disposes of the object at its third, once, as it should; there it is refused as
 * a whole. NOT_ZERO is try_retain, AND_TEST is a release with a dispose, the plain DEC one without.
 *
 * INC_ZERO and ADD_ZERO hold in the checked mode only. A bare retain has no test: it trusts that its
 * caller holds a reference, and turns a dead 0 into 1. Refusing it would put a branch, or a
 * compare-exchange, on every retain of every correct program; programs that may meet the dead have
 * try_retain, which the same rows show to be refused.
 */
#include "refcount/check/shadow.h"
#include "refcount/ops.h"
#include "refcount/tool/tap.h"

#include <stdio.h>
#include <string.h>

#define SATURATED 1u
#define ZERO 2u
#define NEVER RC_MISUSE_KINDS /* not a misuse */

#define MAX RC_COUNTER_MAX
#define SAT RC_IMMORTAL

/*
 * Steps: + retain, - release, _ release without dispose, ? try_retain that must succeed, ! try_retain
 * that must fail.
 */
static const struct row {
    const char *name;
    uint64_t start;
    const char *good, *bad;
    unsigned ends;     /* the safe ones */
    unsigned disposed; /* times */
    rc_misuse kind;    /* what the checked mode calls it, */
    unsigned reports;  /* so often */
    bool checked_only;
} rows[] = {
    {"INC_OVERFLOW", MAX - 1, "_+", "++", SATURATED, 0, RC_MISUSE_ADD_OVF, 1, false},
    {"ADD_OVERFLOW", MAX - 1, "____++++", "++++", SATURATED, 0, RC_MISUSE_ADD_OVF, 1, false},
    {"INC_NOT_ZERO_OVERFLOW", MAX, "", "?", SATURATED, 0, RC_MISUSE_ADD_NOT_ZERO_OVF, 1, false},
    {"ADD_NOT_ZERO_OVERFLOW", MAX, "", "??????", SATURATED, 0, RC_MISUSE_ADD_NOT_ZERO_OVF, 1,
     false},
    {"DEC_ZERO", 2, "_", "_!", SATURATED | ZERO, 0, RC_MISUSE_DEC_LEAK, 1, false},
    {"DEC_NEGATIVE", 0, "", "_", SATURATED | ZERO, 0, RC_MISUSE_SUB_UAF, 1, false},
    {"DEC_AND_TEST_NEGATIVE", 0, "", "-", SATURATED | ZERO, 0, RC_MISUSE_SUB_UAF, 1, false},
    {"SUB_AND_TEST_NEGATIVE", 3, "", "-----", SATURATED | ZERO, 1, RC_MISUSE_SUB_UAF, 2, false},
    {"INC_ZERO", 0, "!", "+", SATURATED | ZERO, 0, RC_MISUSE_ADD_UAF, 1, true},
    {"ADD_ZERO", 0, "!!!", "+++", SATURATED | ZERO, 0, RC_MISUSE_ADD_UAF, 3, true},
    {"NOT_ZERO_ZERO", 0, "!!!", "", ZERO, 0, NEVER, 0, false},
    {"INC_SATURATED", SAT, "", "+", SATURATED, 0, NEVER, 0, false},
    {"DEC_SATURATED", SAT, "", "_", SATURATED, 0, NEVER, 0, false},
    {"ADD_SATURATED", SAT, "", "++++++++", SATURATED, 0, NEVER, 0, false},
    {"INC_NOT_ZERO_SATURATED", SAT, "", "?", SATURATED, 0, NEVER, 0, false},
    {"ADD_NOT_ZERO_SATURATED", SAT, "", "??????", SATURATED, 0, NEVER, 0, false},
    {"DEC_AND_TEST_SATURATED", SAT, "", "-", SATURATED, 0, NEVER, 0, false},
    {"SUB_AND_TEST_SATURATED", SAT, "", "--------", SATURATED, 0, NEVER, 0, false},
};

extern const rc_ops RC_NAME(ops), RC_NAME(check_ops);

static const rc_ops *ops;
static const char *name; /* of ops */
static unsigned disposals, reports;
static rc_misuse reported;

static void dispose(rc_counter *counter)
{
    (void)counter; /* its memory stays valid: the rows go on with it */
    disposals++;
}

static void on_report(const rc_check_report *report)
{
    reported = report->kind;
    reports++;
}

static bool is_checked(void)
{
    return ops == &RC_NAME(check_ops);
}

/* What the steps add to a count that they are legal for. */
static uint64_t sum_of(const char *steps)
{
    uint64_t sum = 0;
    for (; *steps != '\0'; steps++)
        sum += *steps == '+' || *steps == '?' ? 1u : *steps == '!' ? 0u : UINT64_MAX;
    return sum;
}

/* False if an attempt ended as it must not. */
static bool do_steps(rc_counter *counter, const char *steps)
{
    bool right = true;
    for (; *steps != '\0'; steps++) {
        switch (*steps) {
        case '+':
            ops->counter_retain(counter);
            break;
        case '-':
            ops->counter_release(counter, dispose);
            break;
        case '_':
            ops->counter_release(counter, NULL);
            break;
        default:
            right &= ops->counter_try_retain(counter) == (*steps == '?');
        }
    }
    return right;
}

static const char *grade(uint64_t count, unsigned ends)
{
    if (count == RC_IMMORTAL && (ends & SATURATED) != 0)
        return "good: saturated";
    if (count == 0 && (ends & ZERO) != 0)
        return "good: zero";
    return count == RC_COUNTER_MAX ? "warn: back to the maximum" : "fail: wrapped";
}

static void preset(rc_counter *counter, uint64_t count)
{
    rc_counter_preset(counter, count);
    if (is_checked())
        rc_check_preset(counter, count);
}

static void run_row(const struct row *row, bool by_operations)
{
    rc_counter counter;
    ops->counter_init(&counter);
    if (!by_operations) {
        preset(&counter, row->start);
    } else if (row->start == 0) {
        ops->counter_release(&counter, dispose);
    } else {
        for (uint64_t i = 1; i < row->start; i++)
            ops->counter_retain(&counter);
    }
    disposals = reports = 0;
    reported = NEVER;
    bool right = do_steps(&counter, row->good);
    right &= ops->counter_read(&counter) == row->start + sum_of(row->good) && disposals == 0 &&
             reports == 0;
    right &= do_steps(&counter, row->bad) && disposals == row->disposed;
    const char *result = grade(ops->counter_read(&counter), row->ends);
    bool ok = right && strncmp(result, "good", 4) == 0;
    if (is_checked())
        ok &= reports == row->reports && reported == row->kind;
    tap_ok(ok, "%s: %s%s: %s%s%s", name, row->name, by_operations ? ", counted" : "", result,
           reported != NEVER ? ", " : "", reported != NEVER ? rc_misuse_name(reported) : "");
    if (!ok)
        tap_note("%u disposals, %u reports, attempts %s", disposals, reports,
                 right ? "right" : "wrong");
    ops->counter_destroy(&counter);
}

/* REFCOUNT_TIMING: up and down again, and dead exactly at the last one. */
static void up_and_down(void)
{
    enum { TIMES = 100000 };
    rc_counter counter;
    ops->counter_init(&counter);
    disposals = reports = 0;
    for (unsigned i = 0; i < TIMES; i++)
        ops->counter_retain(&counter);
    bool right = ops->counter_read(&counter) == TIMES + 1;
    for (unsigned i = 0; i < TIMES; i++)
        ops->counter_release(&counter, dispose);
    right &= disposals == 0 && ops->counter_read(&counter) == 1;
    ops->counter_release(&counter, dispose);
    tap_ok(right && disposals == 1 && reports == 0 && !ops->counter_try_retain(&counter),
           "%s: TIMING: ends exactly at the last release", name);
    ops->counter_destroy(&counter);
}

static void object_destroy(void *object)
{
    (void)object;
    disposals++;
}

/* The backend's own saturation, seen through objects. */
static void objects_overflow(void)
{
    static const rc_type type = {.name = "full", .size = 8, .destroy = object_destroy};
    static const char *const ways[] = {"retain", "try_retain", "weak_upgrade"};
    for (unsigned way = 0; way < 3; way++) {
        void *object = ops->new (&type);
        rc_weak *weak = ops->weak_new(object);
        rc_counter_preset(rc_counter_of(object), RC_COUNTER_MAX);
        disposals = reports = 0;
        bool right = way == 0   ? ops->retain(object) == object
                     : way == 1 ? ops->try_retain(object)
                                : ops->weak_upgrade(weak) == object;
        right &= ops->count(object) == RC_IMMORTAL;
        for (unsigned i = 0; i < 3; i++)
            ops->release(object);
        right &= ops->count(object) == RC_IMMORTAL && disposals == 0;
        rc_misuse kind = way == 0 ? RC_MISUSE_ADD_OVF : RC_MISUSE_ADD_NOT_ZERO_OVF;
        tap_ok(right && (!is_checked() || (reports == 1 && reported == kind)),
               "%s: an object's %s overflows: saturated", name, ways[way]);
        ops->weak_free(weak);
        rc_counter_preset(rc_counter_of(object), 1); /* so that its memory comes back */
        if (is_checked())
            rc_check_preset(object, 1);
        ops->release(object);
    }
}

static void run_table(const rc_ops *table, const char *prefix)
{
    char text[64];
    snprintf(text, sizeof text, "%s%s", prefix, table->get_backend()->name);
    ops = table;
    name = text;
    if (!tap_ok(ops->thread_attach() == 0, "%s: attach", name))
        return;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct row *row = &rows[i];
        if (row->checked_only && !is_checked())
            continue;
        run_row(row, false);
        /* The same start by counting: where counts have owners, this thread's. */
        if (row->start <= 3 && (row->start > 0 || !is_checked()))
            run_row(row, true);
    }
    up_and_down();
    objects_overflow();
    ops->thread_detach();
}

int main(void)
{
    rc_check_on_report(on_report);
    run_table(&RC_NAME(ops), "");
    run_table(&RC_NAME(check_ops), "check+");
    return tap_done();
}
