/*
 * oracles_test.c: every oracle fires, by a fault of its own, and is silent without it.
 *
 * A fault is put into one operation of a right backend (faults.c) and a small scenario is played on it, as
 * rc-stress would. The oracles that the fault implies must fire and no others: an oracle that fires too
 * often hides what it is about. Then the same scenario is played on the backend as it is.
 */
#include "stress/tests/faults.h"

/* Not raised by plays on objects: their own tests show that they fire (the progress classes, the model). */
#define RAISED_ELSEWHERE (ORACLE(PROGRESS) | ORACLE(MODEL))

static bool says(const stress_report *report, const char *part)
{
    for (unsigned i = 0; part != NULL && i < STRESS_ORACLES; i++) {
        if (strstr(report->faults.first[i], part) != NULL)
            return true;
    }
    return part == NULL;
}

static unsigned test_fault(const fault *f)
{
    const rc_ops *right = rc_ops_find(f->backend);
    rc_ops ops = *right;
    stress_faults_put_into(right);
    f->seed(&ops);
    stress_options options = plays_options(&ops);
    const stress_report *report = play_quietly(f->scenario, &options);
    unsigned fired = oracles_that_fired(report), expected = f->oracles;
    /*
     * Under AddressSanitizer freed memory is gone: it reports the write itself, and at the end what was
     * leaked, if no stray copy of the address is left.
     */
    if (STRESS_UNDER_ASAN && f->oracles == ORACLE(USE_AFTER_FREE) && fired == ORACLE(CRASH))
        expected = ORACLE(CRASH);
    if (STRESS_UNDER_ASAN && (f->oracles & ORACLE(LEAK)) != 0)
        expected |= fired & ORACLE(CRASH);
    bool ok =
        tap_ok(fired == expected, "%s: the oracles that it implies fire, and no others", f->name);
    if (expected == f->oracles)
        ok &= tap_ok(says(report, f->says), "%s: the fault says what is wrong", f->name);
    if (!ok)
        note_oracles(report, f->oracles);
    tap_ok(stress_judge(f->scenario, report) == STRESS_BROKEN, "%s: the verdict is broken",
           f->name);
    return fired;
}

static void test_without(const fault *f)
{
    stress_options options = plays_options(rc_ops_find(f->backend));
    options.stop = false;
    options.budget = 0.05;
    const stress_report *report = play_with(f->scenario, &options);
    if (!tap_ok(stress_faults_total(&report->faults) == 0 && report->finished &&
                    report->schedules > 0 && report->worlds > 0,
                "%s on %s: all oracles are silent without a fault", f->scenario->name, f->backend))
        note_oracles(report, 0);
}

static bool was_before(const fault *f)
{
    for (const fault *other = stress_faults_seeded; other != f; other++) {
        if (other->scenario == f->scenario && strcmp(other->backend, f->backend) == 0)
            return true;
    }
    return false;
}

int main(void)
{
    rc_cli_init("oracles_test");
    unsigned fired = 0;
    for (const fault *f = stress_faults_seeded; f->name != NULL; f++)
        fired |= test_fault(f);
    for (const fault *f = stress_faults_seeded; f->name != NULL; f++) {
        if (!was_before(f))
            test_without(f);
    }
    for (unsigned i = 0; i < STRESS_ORACLES; i++) {
        if ((RAISED_ELSEWHERE >> i & 1) == 0 && !(STRESS_UNDER_ASAN && i == STRESS_USE_AFTER_FREE))
            tap_ok(fired >> i & 1, "the oracle %s has fired", stress_oracles[i].name);
    }
    return tap_done();
}
