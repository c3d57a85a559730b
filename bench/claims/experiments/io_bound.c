/*
 * io_bound.c: C15a and C17. Threads that wait for the outside world.
 */
#include "bench/claims/claim.h"
#include "bench/claims/lab.h"
#include "refcount/atomics.h"
#include "refcount/tool/cli.h"

#include <time.h>

enum { WAITS = 32, WAIT_MS = 8, MOST = 16 };

typedef struct office {
    const rc_ops *ops;
    rc_gil *gil;
    bool lets_go;
    unsigned threads;
    _Atomic uint32_t waiting, most;
    uint64_t steps; /* of the thread that computes; 0: none does */
} office;

static void wait_once(office *o)
{
    if (o->lets_go)
        o->ops->thread_block_begin();
    /* relaxed, all: numbers */
    uint32_t now = rc_fetch_add_relaxed(&o->waiting, 1) + 1, most = rc_load_relaxed(&o->most);
    while (now > most && !rc_cas_weak_relaxed(&o->most, &most, now))
        continue;
    nanosleep(&(struct timespec){.tv_nsec = WAIT_MS * 1000000}, NULL);
    rc_fetch_sub_relaxed(&o->waiting, 1);
    if (o->lets_go)
        o->ops->thread_block_end();
}

static void work(void *arg, unsigned index)
{
    office *o = arg;
    lab_enter(o->ops, o->gil);
    if (o->steps > 0 && index == o->threads) {
        const claims_kernel *kernel = claims_kernel_of("plain");
        claims_node *node = kernel->make(NULL, NULL);
        kernel->steps(node, o->steps, 16, true);
        o->ops->release(node);
    } else {
        for (unsigned i = 0; i < WAITS / o->threads; i++)
            wait_once(o);
    }
    lab_leave(o->ops, o->gil);
}

static double seconds(office *o, unsigned threads)
{
    o->ops = claims_kernel_of("plain")->ops;
    o->gil = lab_gil(o->ops, &(rc_gil_options){.interval = RC_GIL_INTERVAL});
    o->threads = threads;
    double wall = team_run(threads + (o->steps > 0), work, o).wall;
    o->ops->gil_free(o->gil);
    return wall;
}

static void run_io(claim_result *r)
{
    double one = 0, many = 0, kept = 0;
    claim_axes(r, "threads that share 32 waits of 8 ms", "seconds", true);
    for (unsigned threads = 1; threads <= MOST; threads *= 2) {
        office o = {.lets_go = true}, k = {.lets_go = false};
        many = seconds(&o, threads);
        kept = seconds(&k, threads);
        one = threads == 1 ? many : one;
        claim_point(r, "the lock is let go", threads, many);
        claim_point(r, "control: it is kept", threads, kept);
        if (threads == MOST) {
            claim_must(r, rc_load_relaxed(&o.most) > MOST / 2, "%u of %u threads waited at once",
                       rc_load_relaxed(&o.most), MOST);
            claim_must(r, rc_load_relaxed(&k.most) == 1, "if the lock is kept, %u",
                       rc_load_relaxed(&k.most));
        }
    }
    claim_number(r, "speed_up", one / many);
    claim_must(r, one / many > MOST / 3.0, "%d threads are %.1f times as fast as one", MOST,
               one / many);
}

static void run_useful(claim_result *r)
{
    enum { STEPS = 20000000 };
    office both = {.lets_go = true, .steps = STEPS};
    double waits[3], computing[3], together[3], share = 1;
    for (int i = 0; i < 3; i++) {
        office io = {.lets_go = true};
        const lab_work w = {.kernel = claims_kernel_of("plain"),
                            .gil = &(rc_gil_options){.interval = RC_GIL_INTERVAL},
                            .threads = 1,
                            .steps = STEPS,
                            .counted = 16};
        waits[i] = seconds(&io, 2);
        team_times alone = lab_run(&w).times;
        computing[i] = alone.wall;
        share = alone.share < share ? alone.share : share;
        together[i] = seconds(&both, 2);
    }
    double io = team_median(waits, 3), cpu = team_median(computing, 3),
           all = team_median(together, 3);
    claim_axes(r, "", "seconds", false);
    claim_bar(r, "seconds", "waits alone", io);
    claim_bar(r, "seconds", "computing alone", cpu);
    claim_bar(r, "seconds", "one after the other", io + cpu);
    claim_bar(r, "seconds", "at once, under the GIL", all);
    claim_number(r, "saved_percent", 100 * (1 - all / (io + cpu)));
    claim_gate(r, share > 0.7, "the thread that computes had %.0f %% of a processor", 100 * share);
    claim_gate(r, cpu > 0.3 * io && io > 0.2 * cpu,
               "both parts take about as long (%.2f and %.2f s)", io, cpu);
    claim_must(r, all < 0.9 * (io + cpu),
               "waiting and computing at once takes %.2f s, one after the other %.2f", all,
               io + cpu);
}

RC_CLAIM(io_bound) = {
    .id = "C15a",
    .name = "io-bound",
    .sentence = "Threads that wait for input and output are served well by the GIL.",
    .built = "32 waits of 8 ms, shared by 1 to 16 threads, that let the lock go while they wait, "
             "or keep it.",
    .measured = "The time until all waits are over; how many threads waited at once.",
    .run = run_io,
};

RC_CLAIM(threads_useful) = {
    .id = "C17",
    .name = "threads-useful",
    .sentence = "Threads are still useful under the GIL: one computes while others wait.",
    .built = "Two threads with 32 waits of 8 ms between them, and one that computes, alone and "
             "together.",
    .measured = "The time until all is done, against one part after the other.",
    .run = run_useful,
};
