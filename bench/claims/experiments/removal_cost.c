/*
 * removal_cost.c: C12. What a program with one thread pays for counting that is fit for threads, by how much of
 * its work is counting.
 */
#include "bench/claims/claim.h"
#include "bench/claims/lab.h"
#include "refcount/tool/cli.h"

#include <string.h>

enum { STEPS = 150000, ROUNDS = 9, MOST = 8 };

typedef struct bench {
    claims_node *node[MOST];
    unsigned counted;
} bench;

static double nanoseconds(void *arg, unsigned which)
{
    bench *b = arg;
    double before = rc_tool_thread_seconds();
    claims_kernel_at(which)->steps(b->node[which], STEPS, b->counted, true);
    return (rc_tool_thread_seconds() - before) / STEPS * 1e9;
}

static void run(claim_result *r)
{
    static const unsigned counted[] = {0, 8, 20, 40, 64};
    enum { SHARES = sizeof counted / sizeof counted[0] };
    bench b;
    const claims_kernel *kernel;
    unsigned n = 0, plain = 0;
    double slower[MOST] = {0};
    for (; n < MOST && (kernel = claims_kernel_at(n)) != NULL; n++) {
        plain = kernel == claims_kernel_of("plain") ? n : plain;
        lab_enter(kernel->ops, NULL);
        b.node[n] = kernel->make(NULL, NULL);
    }
    claim_axes(r, "% of steps that count", "time against unprotected counts under the GIL", false);
    for (unsigned i = 0; i < SHARES; i++) {
        double ns[MOST];
        b.counted = counted[i];
        team_alternate(n, ROUNDS, nanoseconds, &b, ns);
        for (unsigned k = 0; k < n; k++) {
            slower[k] = ns[k] / ns[plain];
            claim_point(r, claims_kernel_at(k)->ops->get_backend()->name, 100.0 * counted[i] / 64,
                        slower[k]);
        }
    }
    double best = 1e9;
    for (unsigned k = 0; k < n; k++) {
        kernel = claims_kernel_at(k);
        kernel->ops->release(b.node[k]);
        lab_leave(kernel->ops, NULL);
        claim_number(r, kernel->ops->get_backend()->name, slower[k]);
        if (kernel->ops->get_backend()->thread_safe && slower[k] < best)
            best = slower[k];
    }
    claim_must(
        r, best >= 2,
        "where every step counts, the best way that is fit for threads takes %.2f times as long",
        best);
}

RC_CLAIM(removal_cost) = {
    .id = "C12",
    .name = "removal-cost",
    .sentence = "Without the GIL a program with one thread becomes several times slower.",
    .built =
        "An interpreter's steps on one thread, 0 to 100 % of them with a count, on each backend.",
    .measured = "Processor time against unprotected counts, medians of 9 alternating rounds.",
    .run = run,
};
