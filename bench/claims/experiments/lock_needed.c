/*
 * lock_needed.c: C06. Which ways of counting stay right on two threads, and which of these take no lock.
 */
#include "bench/claims/claim.h"
#include "bench/claims/lab.h"
#include "refcount/atomics.h"

enum { THREADS = 2, PAIRS = 300000 };

typedef struct share {
    const claims_kernel *kernel;
    claims_node *shared;
} share;

static void count(void *arg, unsigned index)
{
    share *s = arg;
    (void)index;
    lab_enter(s->kernel->ops, NULL);
    s->kernel->ops->retain(s->shared);
    s->kernel->pairs(s->shared, PAIRS);
    s->kernel->ops->release(s->shared);
    lab_leave(s->kernel->ops, NULL);
}

static void run(claim_result *r)
{
    unsigned without = 0;
    double overlap = 1;
    claim_axes(r, "backend", "count after all references but one were given back", false);
    const claims_kernel *kernel;
    for (unsigned i = 0; (kernel = claims_kernel_at(i)) != NULL; i++) {
        const rc_backend_info *info = kernel->ops->get_backend();
        if (!info->thread_safe)
            continue;
        share s = {.kernel = kernel};
        lab_enter(kernel->ops, NULL);
        s.shared = kernel->make(NULL, NULL);
        uint64_t before = claims_ended();
        team_times t = team_run(THREADS, count, &s);
        uint64_t left = kernel->ops->count(s.shared);
        kernel->ops->release(s.shared);
        kernel->ops->thread_poll();
        bool right = left == 1 && claims_ended() == before + 1;
        lab_leave(kernel->ops, NULL);
        bool locks = info->retain == RC_BLOCKING;
        claim_bar(r, locks ? "with a lock" : "without", info->name, (double)left);
        if (!locks) {
            overlap = t.share < overlap ? t.share : overlap;
            without += right;
        }
        claim_number(r, info->name, right);
    }
    claim_gate(r, overlap > 0.6, "the threads ran at once (%.0f %% of the time)", 100 * overlap);
    claim_must(r, without == 0,
               "%u ways of counting were right on both threads and take no lock for it", without);
}

RC_CLAIM(lock_needed) = {
    .id = "C06",
    .name = "lock-needed",
    .sentence = "Therefore counting references needs a lock.",
    .built =
        "Two threads take and give back references to one object, on each backend for threads.",
    .measured = "Whether the count was right in the end, and whether the backend uses a lock.",
    .run = run,
};
