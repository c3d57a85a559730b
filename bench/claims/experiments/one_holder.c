/*
 * one_holder.c: C01. Threads that say for themselves when they are inside.
 */
#include "bench/claims/claim.h"
#include "bench/claims/lab.h"
#include "refcount/atomics.h"
#include "refcount/tool/cli.h"

typedef struct crowd {
    const rc_ops *ops;
    rc_gil *gil;
    double until;
    _Atomic uint32_t inside, most;
} crowd;

static void be_inside(crowd *c)
{
    /* relaxed, all: a question that must not order the threads. */
    uint32_t now = rc_fetch_add_relaxed(&c->inside, 1) + 1, most = rc_load_relaxed(&c->most);
    while (now > most && !rc_cas_weak_relaxed(&c->most, &most, now))
        continue;
    for (volatile int i = 0; i < 20; i++)
        continue;
    rc_fetch_sub_relaxed(&c->inside, 1);
}

static void mingle(void *arg, unsigned index)
{
    crowd *c = arg;
    (void)index;
    lab_enter(c->ops, c->gil);
    while (rc_tool_now() < c->until) {
        for (int i = 0; i < 200; i++) {
            be_inside(c);
            c->ops->thread_poll();
        }
    }
    lab_leave(c->ops, c->gil);
}

/* The most threads that were inside at once. */
static uint32_t most_inside(const rc_ops *ops, const rc_gil_options *options, rc_gil_stats *stats)
{
    crowd c = {.ops = ops, .until = rc_tool_now() + 0.5};
    if (options != NULL)
        c.gil = lab_gil(ops, options);
    team_run(3, mingle, &c);
    if (options != NULL) {
        ops->gil_get_stats(c.gil, stats);
        ops->gil_free(c.gil);
    }
    return rc_load_relaxed(&c.most);
}

static void run(claim_result *r)
{
    const rc_ops *ops = claims_kernel_of("atomic")->ops;
    rc_gil_stats timed, ticks;
    uint32_t free = most_inside(ops, NULL, NULL);
    uint32_t with = most_inside(ops, &(rc_gil_options){.interval = 50}, &timed);
    uint32_t old = most_inside(ops, &(rc_gil_options){.style = RC_GIL_TICKS}, &ticks);
    double in_vain =
        ticks.honoured > 0 ? 100.0 * (double)ticks.retaken / (double)ticks.honoured : 0;
    claim_number(r, "switches", (double)timed.switches);
    claim_number(r, "unlocked_in_vain_percent", in_vain);
    claim_axes(r, "lock", "threads inside at once, at the most", false);
    claim_bar(r, "most inside", "no lock", free);
    claim_bar(r, "most inside", "GIL", with);
    claim_bar(r, "most inside", "GIL by ticks", old);
    claim_gate(r, free > 1, "without a lock threads were inside at once (%u)", free);
    claim_gate(r, timed.switches >= 100, "the lock changed hands often (%.0f times)",
               (double)timed.switches);
    claim_must(r, with == 1,
               "under the lock no more than %u thread was inside at once, in %.0f switches", with,
               (double)timed.switches);
    claim_must(r, old == 1, "under the old lock, by ticks, no more than %u", old);
    claim_limit(
        r, in_vain > 50,
        "it is more than a mutex: one that is only unlocked and locked again every 100 steps goes "
        "back to the same thread in %.0f %% of the cases",
        in_vain);
}

RC_CLAIM(one_holder) = {
    .id = "C01",
    .name = "one-holder",
    .sentence = "The GIL is a mutex: at any moment only one thread runs interpreter code.",
    .built = "Three threads enter and leave a region between their safepoints, with and without "
             "the lock.",
    .measured = "How many were inside at once, at the most; how often the lock changed hands.",
    .run = run,
};
