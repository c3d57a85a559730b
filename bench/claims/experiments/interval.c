/*
 * interval.c: C11a. How often the lock changes hands, by how patient the waiters are; and what it costs.
 */
#include "bench/claims/claim.h"
#include "bench/claims/lab.h"

enum { STEPS = 24000000, TRIES = 3 };

static double once(uint32_t interval, double *switches_by_intervals, double *share)
{
    lab_work w = {.kernel = claims_kernel_of("plain"), .threads = 2, .steps = STEPS, .counted = 16};
    rc_gil_options o = {.interval = interval};
    w.gil = &o;
    lab_done d = lab_run(&w);
    *share = team_given(&d.times);
    *switches_by_intervals = (double)d.gil.switches * interval / (d.times.wall * 1e6);
    return d.times.wall;
}

static void run(claim_result *r)
{
    static const uint32_t interval[] = {100, 500, 2000, 5000, 20000};
    enum { INTERVALS = sizeof interval / sizeof interval[0] };
    double ratio[INTERVALS], wall[INTERVALS], worst_share = 1;
    claim_axes(r, "interval in microseconds",
               "switches in an interval; time of the whole work in seconds", true);
    for (unsigned i = 0; i < INTERVALS; i++) {
        double all_ratio[TRIES], all_wall[TRIES], share[TRIES];
        for (unsigned k = 0; k < TRIES; k++)
            all_wall[k] = once(interval[i], &all_ratio[k], &share[k]);
        double median = team_median(share, TRIES);
        worst_share = median < worst_share ? median : worst_share;
        ratio[i] = team_median(all_ratio, TRIES);
        wall[i] = team_median(all_wall, TRIES);
        claim_point(r, "switches per interval", interval[i], ratio[i]);
        claim_point(r, "seconds", interval[i], wall[i]);
    }
    claim_number(r, "switches_per_interval_at_5_ms", ratio[3]);
    claim_number(r, "time_100us_to_20ms", wall[0] / wall[4]);
    claim_gate(r, worst_share > 0.75, "the holder had a processor (%.0f %% of the time)",
               100 * worst_share);
    for (unsigned i = 0; i < INTERVALS; i++)
        claim_must(r, ratio[i] > 0.3 && ratio[i] < 1.3,
                   "every %u microseconds of patience: %.2f switches", interval[i], ratio[i]);
}

RC_CLAIM(interval) = {
    .id = "C11a",
    .name = "interval",
    .sentence = "A thread that waits for the GIL asks after 5 ms, and the holder gives way at its "
                "next safepoint.",
    .built = "Two threads compute under the lock, which is told to be patient for 0.1 to 20 ms.",
    .measured = "Switches against elapsed intervals; the time of the whole work.",
    .run = run,
};
