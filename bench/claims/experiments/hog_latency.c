/*
 * hog_latency.c: C11c. How long a thread waits for the lock that wakes up now and then, beside threads that
 * always compute.
 */
#include "bench/claims/claim.h"
#include "bench/claims/lab.h"
#include "refcount/atomics.h"
#include "refcount/tool/cli.h"

#include <time.h>

enum { WAKE_UPS = 30, MOST_HOGS = 3, INTERVAL = 5000 };

typedef struct room {
    const rc_ops *ops;
    rc_gil *gil;
    _Atomic uint32_t over, ready;
    double wait[WAKE_UPS];
} room;

static void compute(room *m)
{
    const claims_kernel *kernel = claims_kernel_of("plain");
    lab_enter(m->ops, m->gil);
    claims_node *node = kernel->make(NULL, NULL);
    rc_fetch_add_relaxed(&m->ready, 1); /* relaxed, all: questions */
    while (rc_load_relaxed(&m->over) == 0)
        kernel->steps(node, 1000, 16, true);
    m->ops->release(node);
    lab_leave(m->ops, m->gil);
}

static void wake_up(room *m, uint32_t hogs)
{
    while (rc_load_relaxed(&m->ready) < hogs)
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    lab_enter(m->ops, m->gil);
    for (int i = 0; i < WAKE_UPS; i++) {
        m->ops->thread_block_begin();
        nanosleep(&(struct timespec){.tv_nsec = 3000000}, NULL);
        double awake = rc_tool_now();
        m->ops->thread_block_end();
        m->wait[i] = (rc_tool_now() - awake) * 1e3;
    }
    rc_store_relaxed(&m->over, 1);
    lab_leave(m->ops, m->gil);
}

typedef struct crew {
    room *room;
    unsigned hogs;
} crew;

static void play_part(void *arg, unsigned index)
{
    crew *c = arg;
    if (index == c->hogs)
        wake_up(c->room, c->hogs);
    else
        compute(c->room);
}

/* Median milliseconds; and the processors that all of them had. */
static double latency(unsigned hogs, double *given)
{
    const rc_ops *ops = claims_kernel_of("plain")->ops;
    room m = {.ops = ops, .gil = lab_gil(ops, &(rc_gil_options){.interval = INTERVAL})};
    crew c = {&m, hogs};
    team_times times = team_run(hogs + 1, play_part, &c);
    *given = team_given(&times);
    ops->gil_free(m.gil);
    return team_median(m.wait, WAKE_UPS);
}

static void run(claim_result *r)
{
    double ms[MOST_HOGS + 1], worst = 1;
    claim_axes(r, "threads that always compute", "median wait for the lock in ms", false);
    for (unsigned hogs = 0; hogs <= MOST_HOGS; hogs++) {
        double given;
        ms[hogs] = latency(hogs, &given);
        worst = hogs > 0 && given < worst ? given : worst;
        claim_point(r, "interval 5 ms", hogs, ms[hogs]);
    }
    claim_number(r, "one_hog_ms", ms[1]);
    claim_gate(r, ms[0] < 1, "alone it waits %.2f ms", ms[0]);
    claim_gate(r, worst > 0.75, "those that compute had a processor for %.0f %% of the time",
               100 * worst);
    claim_must(r, ms[1] > 3 && ms[1] < 15, "beside one: %.1f ms, about an interval", ms[1]);
    claim_must(r, ms[MOST_HOGS] > ms[1], "beside %d: %.1f ms", MOST_HOGS, ms[MOST_HOGS]);
}

RC_CLAIM(hog_latency) = {
    .id = "C11c",
    .name = "hog-latency",
    .sentence = "A thread that comes back to the GIL waits an interval, and longer the more "
                "threads compute.",
    .built =
        "One thread sleeps for 3 ms and wants the lock, 30 times, beside 0 to 3 that never block.",
    .measured = "The median of its waits for the lock.",
    .run = run,
};
