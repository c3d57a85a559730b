/*
 * concurrency.c: C19. Concurrency: both tasks get on. Parallelism: both are done sooner.
 */
#include "bench/claims/claim.h"
#include "bench/claims/lab.h"
#include "refcount/atomics.h"
#include "refcount/tool/cli.h"

enum { STEPS = 30000000, CHUNK = 20000, WINDOW_MS = 40 };

typedef struct race {
    const claims_kernel *kernel;
    rc_gil *gil;
    double began;
    _Atomic uint64_t steps[2]; /* so far */
    /* The first thread's looks: windows in which the other one has moved, while neither was done. */
    unsigned windows, moved;
} race;

static void work(void *arg, unsigned index)
{
    race *w = arg;
    lab_enter(w->kernel->ops, w->gil);
    claims_node *node = w->kernel->make(NULL, NULL);
    double next = rc_tool_now() + WINDOW_MS * 1e-3;
    uint64_t seen = 0;
    for (uint64_t done = 0; done < STEPS / 2; done += CHUNK) {
        w->kernel->steps(node, CHUNK, 16, true);
        rc_store_relaxed(&w->steps[index], done + CHUNK); /* relaxed, all: numbers */
        if (index != 0 || rc_tool_now() < next)
            continue;
        uint64_t other = rc_load_relaxed(&w->steps[1]);
        if (seen > 0 && other < STEPS / 2) {
            w->windows++;
            w->moved += other > seen;
        }
        seen = other;
        next = rc_tool_now() + WINDOW_MS * 1e-3;
    }
    w->kernel->ops->release(node);
    lab_leave(w->kernel->ops, w->gil);
}

static double play(race *w, const char *backend, const rc_gil_options *options)
{
    *w = (race){.kernel = claims_kernel_of(backend)};
    if (options != NULL)
        w->gil = lab_gil(w->kernel->ops, options);
    double wall = team_run(2, work, w).wall;
    w->kernel->ops->gil_free(w->gil);
    return wall;
}

static void run(claim_result *r)
{
    race with, without;
    lab_work alone = {
        .kernel = claims_kernel_of("plain"), .threads = 1, .steps = STEPS, .counted = 16};
    double one[3], locked[3], free[3];
    unsigned windows = 0, moved = 0;
    for (int i = 0; i < 3; i++) {
        one[i] = lab_run(&alone).times.wall;
        locked[i] = play(&with, "plain", &(rc_gil_options){.interval = RC_GIL_INTERVAL});
        free[i] = play(&without, "biased", NULL);
        windows += with.windows;
        moved += with.moved;
    }
    double serial = team_median(one, 3), gil = team_median(locked, 3),
           parallel = team_median(free, 3);
    claim_axes(r, "two tasks", "seconds until both are done", false);
    claim_bar(r, "seconds", "one after the other", serial);
    claim_bar(r, "seconds", "two threads, GIL", gil);
    claim_bar(r, "seconds", "two threads, no lock", parallel);
    claim_number(r, "windows", windows);
    claim_number(r, "windows_in_which_both_moved", moved);
    claim_gate(r, parallel < 0.75 * serial, "without a lock both were done after %.2f of the time",
               parallel / serial);
    claim_gate(r, windows >= 3, "there was time to look (%u times)", windows);
    claim_must(r, moved >= 0.8 * windows, "under the GIL both moved in %u of %u windows of 40 ms",
               moved, windows);
    claim_must(r, gil > 0.9 * serial, "and took %.2f times as long as one after the other",
               gil / serial);
}

RC_CLAIM(concurrency) = {
    .id = "C19",
    .name = "concurrency",
    .sentence = "Threads under the GIL are concurrent but not parallel.",
    .built =
        "Two tasks, one after the other, as threads under the lock, and as threads without one.",
    .measured = "In how many windows of 40 ms both moved on; when both were done.",
    .run = run,
};
