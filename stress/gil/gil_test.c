/*
 * gil_test.c: the interpreter lock and critical sections, on one backend. Compiled once per backend.
 *
 * Under the lock every backend must be right on objects that several threads share, plain too.
 *
 * `gil-plain switches 1000000` does nothing but hand over the timed lock, at least so often.
 */
#include "stress/gil/suite.h"

#include "stress/gil/exclusion.h"
#include "stress/gil/handover.h"
#include "stress/gil/blocking.h"
#include "stress/gil/sections.h"
#include "stress/gil/regressions.h"
#include "stress/gil/forks.h"

static void all_tests(void)
{
    must_end_within(240);
    exclusion_tests();
    handover_tests();
    blocking_tests();
    section_tests();
    regression_tests();
    fork_tests();
}

int main(int argc, char **argv)
{
    uint64_t switches = 0;
    rc_cli_init(argv[0]);
    if (argc == 3 && strcmp(argv[1], "switches") == 0)
        switches = rc_cli_number("switches", argv[2], 1, 1000000000);
    else if (argc > 1)
        rc_cli_fail("usage: %s [switches NUMBER]", argv[0]);
    if (!tap_ok(rc_thread_attach() == 0, "%s: attach", rc_get_backend()->name))
        return tap_done();
    if (switches > 0)
        timed_lock(switches);
    else
        all_tests();
    rc_thread_detach();
    rc_stats stats;
    rc_get_stats(&stats);
    tap_ok(stats.live_objects == 0, "%s: nothing is left", rc_get_backend()->name);
    return tap_done();
}
