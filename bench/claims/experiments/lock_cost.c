/*
 * lock_cost.c: C08. What one reference, taken and given back, costs on one thread.
 */
#include "bench/claims/claim.h"
#include "bench/claims/lab.h"
#include "refcount/tool/cli.h"

enum { PAIRS = 200000, ROUNDS = 15, MOST = 8 };

static double nanoseconds(void *arg, unsigned which)
{
    const claims_kernel *kernel = claims_kernel_at(which);
    claims_node **node = arg;
    double before = rc_tool_thread_seconds();
    kernel->pairs(node[which], PAIRS);
    return (rc_tool_thread_seconds() - before) / PAIRS * 1e9;
}

static void run(claim_result *r)
{
    claims_node *node[MOST];
    double ns[MOST], plain = 0, mutex = 0, biased = 0, atomic = 0;
    const claims_kernel *kernel;
    unsigned n = 0;
    for (; n < MOST && (kernel = claims_kernel_at(n)) != NULL; n++) {
        lab_enter(kernel->ops, NULL);
        node[n] = kernel->make(NULL, NULL);
    }
    team_alternate(n, ROUNDS, nanoseconds, node, ns);
    claim_axes(r, "backend", "nanoseconds for a reference taken and given back", false);
    for (unsigned i = 0; i < n; i++) {
        kernel = claims_kernel_at(i);
        claim_bar(r, "one thread", kernel->ops->get_backend()->name, ns[i]);
        kernel->ops->release(node[i]);
        lab_leave(kernel->ops, NULL);
        plain = kernel == claims_kernel_of("plain") ? ns[i] : plain;
        mutex = kernel == claims_kernel_of("mutex") ? ns[i] : mutex;
        atomic = kernel == claims_kernel_of("atomic") ? ns[i] : atomic;
        biased = kernel == claims_kernel_of("biased") ? ns[i] : biased;
    }
    claim_number(r, "mutex_to_plain", mutex / plain);
    claim_number(r, "atomic_to_plain", atomic / plain);
    claim_number(r, "biased_to_plain", biased / plain);
    claim_must(r, mutex / plain >= 4,
               "with a mutex in each object it costs %.1f times as much as unprotected",
               mutex / plain);
    claim_limit(r, biased / plain < 2.5,
                "protection need not be a lock: %.1f times for a count that knows its owner, %.1f "
                "for an atomic "
                "one",
                biased / plain, atomic / plain);
}

RC_CLAIM(lock_cost) = {
    .id = "C08",
    .name = "lock-cost",
    .sentence = "A lock in every object costs too much.",
    .built = "One thread takes and gives back references, on each backend in turn.",
    .measured = "Nanoseconds of processor time for each pair, medians of 15 alternating rounds.",
    .run = run,
};
