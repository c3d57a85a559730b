/*
 * count_only_lock.c: C07a. A lock per object that is held over the count and nothing else.
 */
#include "bench/claims/claim.h"
#include "bench/claims/lab.h"
#include "bench/claims/points.h"
#include "refcount/atomics.h"

#include <stddef.h>

enum { LEVELS = 2000, ROUNDS = 20 };

static _Atomic uint64_t locked, nested;
static _Thread_local unsigned held;

/* Who wants a lock while it has one makes an edge in the order of locks: without edges there is no circle. */
static void watch(rc_lock_event event, const void *lock)
{
    (void)lock;
    if (event == RC_LOCK_WANTED && held > 0)
        rc_fetch_add_relaxed(&nested, 1); /* relaxed, both: numbers */
    if (event == RC_LOCK_TAKEN) {
        rc_fetch_add_relaxed(&locked, 1);
        held++;
    }
    if (event == RC_LOCK_FREED)
        held--;
}

static void drop(void *arg, unsigned index)
{
    const rc_ops *ops = claims_kernel_of("mutex")->ops;
    lab_enter(ops, NULL);
    claims_at_locks(watch);
    claims_tree_release(((void **)arg)[index]);
    claims_at_locks(NULL);
    lab_leave(ops, NULL);
}

static uint64_t live(void)
{
    rc_stats stats;
    claims_kernel_of("mutex")->ops->get_stats(&stats);
    return stats.live_objects;
}

static void run(claim_result *r)
{
    const rc_ops *ops = claims_kernel_of("mutex")->ops;
    uint64_t before = live();
    rc_store_relaxed(&locked, 0);
    rc_store_relaxed(&nested, 0);
    for (int i = 0; i < ROUNDS; i++) {
        void *root[2];
        lab_enter(ops, NULL);
        root[0] = claims_tree_new(LEVELS, &root[1]);
        lab_leave(ops, NULL);
        team_run(2, drop, root);
    }
    double locks = (double)rc_load_relaxed(&locked), edges = (double)rc_load_relaxed(&nested);
    claim_axes(r, "", "times", false);
    claim_bar(r, "locks", "taken", locks);
    claim_bar(r, "locks", "wanted while one was held", edges);
    claim_gate(r, locks > 0 && live() == before, "all objects ended");
    claim_must(r, edges > 0, "of %.0f locks %.0f were wanted by a thread that held another", locks,
               edges);
}

RC_CLAIM(count_only_lock) = {
    .id = "C07a",
    .name = "count-only-lock",
    .sentence = "A lock in every object leads to deadlocks (here: held over the count alone).",
    .built =
        "Two threads release the two roots of a web of 4000 objects, each with a mutex of its own.",
    .measured = "How often a thread wanted a lock while it held another: without that there is no "
                "deadlock.",
    .run = run,
};
