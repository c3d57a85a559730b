/*
 * only_global.c: C09. Two threads that each use objects of their own: whom does a lock for all keep waiting?
 */
#include "bench/claims/claim.h"
#include "bench/claims/lab.h"

enum { PAIRS = 400000, ROUNDS = 5, MOST = 8 };

typedef struct own {
    const claims_kernel *kernel;
} own;

static void count(void *arg, unsigned index)
{
    const claims_kernel *kernel = ((own *)arg)->kernel;
    (void)index;
    lab_enter(kernel->ops, NULL);
    claims_node *mine = kernel->make(NULL, NULL);
    kernel->pairs(mine, PAIRS);
    kernel->ops->release(mine);
    lab_leave(kernel->ops, NULL);
}

static double share_of_best = 1;

/* Millions of pairs of two threads in a second. */
static double rate(void *arg, unsigned which)
{
    (void)arg;
    own o = {claims_kernel_at(which)};
    team_times t = team_run(2, count, &o);
    if (!o.kernel->ops->get_backend()->thread_safe ||
        o.kernel->ops->get_backend()->retain != RC_BLOCKING)
        share_of_best = t.share < share_of_best ? t.share : share_of_best;
    return 2.0 * PAIRS / t.wall / 1e6;
}

static void run(claim_result *r)
{
    double best[MOST], global = 0;
    unsigned n = 0, faster = 0;
    while (n < MOST && claims_kernel_at(n) != NULL)
        n++;
    share_of_best = 1;
    team_alternate(n, ROUNDS, rate, NULL, best);
    claim_axes(r, "backend", "million references taken and given back in a second by two threads",
               false);
    for (unsigned i = 0; i < n; i++) {
        claim_bar(r, "objects of their own", claims_kernel_at(i)->ops->get_backend()->name,
                  best[i]);
        if (claims_kernel_at(i) == claims_kernel_of("global"))
            global = best[i];
    }
    for (unsigned i = 0; i < n; i++) {
        const rc_backend_info *info = claims_kernel_at(i)->ops->get_backend();
        claim_number(r, info->name, best[i] / global);
        faster += info->thread_safe && best[i] > 1.5 * global;
    }
    claim_gate(r, share_of_best > 0.5, "the threads ran at once (%.0f %% of the time)",
               100 * share_of_best);
    claim_must(r, faster == 0,
               "%u ways of counting that are made for threads do it at least 1.5 times as fast as "
               "one lock for "
               "all",
               faster);
}

RC_CLAIM(only_global) = {
    .id = "C09",
    .name = "only-global",
    .sentence = "So only one lock for everything is left.",
    .built = "Two threads count objects of their own, on each backend in turn.",
    .measured = "References taken and given back in a second, against the backend with one lock "
                "for all counts.",
    .run = run,
};
