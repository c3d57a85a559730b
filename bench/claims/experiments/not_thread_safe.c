/*
 * not_thread_safe.c: C16. n += 1 under the lock: read, add, write. Where a safepoint lies between, another thread
 * reads the same n.
 */
#include "bench/claims/claim.h"
#include "bench/claims/lab.h"

#include <sched.h>

enum { THREADS = 4, ADDITIONS = 50000 };

/* Where the safepoint is. */
typedef enum place { BEHIND, AFTER_READING, AFTER_ADDING, PLACES } place;
static const char *const place_name[PLACES] = {"behind it", "after the reading",
                                               "after the addition"};

typedef struct account {
    const rc_ops *ops;
    rc_gil *gil;
    place place;
    unsigned present; /* plain, as is the next one, under the lock */
    uint64_t n;
} account;

static void add(void *arg, unsigned index)
{
    account *a = arg;
    (void)index;
    lab_enter(a->ops, a->gil);
    a->present++;
    while (a->present < THREADS) {
        a->ops->thread_block_begin();
        sched_yield();
        a->ops->thread_block_end();
    }
    for (int i = 0; i < ADDITIONS; i++) {
        uint64_t read = a->n;
        if (a->place == AFTER_READING)
            a->ops->thread_poll();
        uint64_t sum = read + 1;
        if (a->place == AFTER_ADDING)
            a->ops->thread_poll();
        a->n = sum;
        if (a->place == BEHIND)
            a->ops->thread_poll();
    }
    lab_leave(a->ops, a->gil);
}

static void run(claim_result *r)
{
    const rc_ops *ops = claims_kernel_of("plain")->ops;
    const uint64_t expected = (uint64_t)THREADS * ADDITIONS;
    claim_axes(r, "the safepoint is", "additions that were lost", false);
    for (place place = 0; place < PLACES; place++) {
        rc_gil_stats s;
        account a = {.ops = ops, .place = place};
        /* In strict order, so that the lock changes hands often whatever the machine does. */
        a.gil = lab_gil(ops, &(rc_gil_options){.style = RC_GIL_TICKET, .ticks = 50});
        team_run(THREADS, add, &a);
        ops->gil_get_stats(a.gil, &s);
        ops->gil_free(a.gil);
        double lost = (double)(expected - a.n);
        claim_bar(r, "lost", place_name[place], lost);
        claim_number(r, place_name[place], lost);
        claim_gate(r, s.handed > 100, "the lock changed hands %.0f times", (double)s.handed);
        if (place == BEHIND)
            claim_limit(r, lost == 0,
                        "with the safepoint behind the statement, of %.0f additions none was lost",
                        (double)expected);
        else
            claim_must(r, lost > 0, "with a safepoint %s, of %.0f additions %.0f were lost",
                       place_name[place], (double)expected, lost);
    }
}

RC_CLAIM(not_thread_safe) = {
    .id = "C16",
    .name = "not-thread-safe",
    .sentence =
        "The GIL does not make a program thread-safe: n += 1 from several threads loses additions.",
    .built = "Four threads add to one number, with the safepoint at three different places.",
    .measured = "How many additions are missing in the end.",
    .run = run,
};
