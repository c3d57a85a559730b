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
    bool alone = argc == 3 && strcmp(argv[1], "switches") == 0;
    uint64_t switches = alone ? strtoull(argv[2], NULL, 10) : 0;
    if (argc > 1 && switches == 0) {
        fprintf(stderr, "usage: %s [switches NUMBER]\n", argv[0]);
        return 2;
    }
    if (!tap_ok(rc_thread_attach() == 0, "%s: attach", rc_get_backend()->name))
        return tap_done();
    if (alone)
        timed_lock(switches);
    else
        all_tests();
    rc_thread_detach();
    rc_stats stats;
    rc_get_stats(&stats);
    tap_ok(stats.live_objects == 0, "%s: nothing is left", rc_get_backend()->name);
    return tap_done();
}
