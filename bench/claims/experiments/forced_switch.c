/*
 * forced_switch.c: C11b. What happens if the thread that has been asked does not wait until it was obeyed.
 */
#include "bench/claims/claim.h"
#include "bench/claims/lab.h"
#include "refcount/atomics.h"

enum { HONOURED = 400 };

typedef struct hogs {
    const rc_ops *ops;
    rc_gil *gil;
} hogs;

static uint64_t honoured(const hogs *h)
{
    rc_gil_stats s;
    h->ops->gil_get_stats(h->gil, &s);
    return s.honoured;
}

static void hog(void *arg, unsigned index)
{
    hogs *h = arg;
    (void)index;
    lab_enter(h->ops, h->gil);
    while (honoured(h) < HONOURED) {
        for (int i = 0; i < 100; i++)
            h->ops->thread_poll();
    }
    lab_leave(h->ops, h->gil);
}

static rc_gil_stats play(bool unforced)
{
    const rc_ops *ops = claims_kernel_of("plain")->ops;
    hogs h = {ops, lab_gil(ops, &(rc_gil_options){.interval = 200, .unforced = unforced})};
    rc_gil_stats s;
    team_run(2, hog, &h);
    ops->gil_get_stats(h.gil, &s);
    ops->gil_free(h.gil);
    return s;
}

static void run(claim_result *r)
{
    rc_gil_stats with = play(false), without = play(true);
    double vain = 100.0 * (double)without.retaken / (double)without.honoured;
    claim_axes(r, "the dropper", "% of drops on request after which it had the lock again first",
               false);
    claim_bar(r, "in vain", "waits for the other",
              100.0 * (double)with.retaken / (double)with.honoured);
    claim_bar(r, "in vain", "goes on", vain);
    claim_number(r, "honoured_with", (double)with.honoured);
    claim_number(r, "honoured_without", (double)without.honoured);
    claim_must(r, with.retaken == 0 && with.handed == with.honoured,
               "waiting, all %.0f drops on request handed the lock to another thread",
               (double)with.honoured);
    claim_must(r, vain > 10, "not waiting, %.0f %% of them did not", vain);
}

RC_CLAIM(forced_switch) = {
    .id = "C11b",
    .name = "forced-switch",
    .sentence = "Who drops the GIL on request must wait until another thread has it, or the "
                "request is in vain.",
    .built = "Two threads that never block, with forced switching and without.",
    .measured = "Who had the lock next after each drop on request.",
    .run = run,
};
