/*
 * gil_alone.c: C10. What the interpreter lock costs a program with one thread: held across many steps it is
 * something else than a lock that is taken for each count.
 */
#include "bench/claims/claim.h"
#include "bench/claims/lab.h"
#include "refcount/tool/cli.h"

enum { STEPS = 200000, ROUNDS = 15 };
enum { BARE, HELD, GLOBAL, MUTEX, WAYS };

typedef struct bench {
    claims_node *node[WAYS];
    rc_gil *gil;
} bench;

static const char *const backend[WAYS] = {"plain", "plain", "global", "mutex"};
static const char *const way_name[WAYS] = {"no lock", "GIL, held", "global lock per count",
                                           "lock per object"};

static double nanoseconds(void *arg, unsigned which)
{
    bench *b = arg;
    const claims_kernel *kernel = claims_kernel_of(backend[which]);
    if (which == HELD && kernel->ops->gil_take(b->gil) != 0)
        rc_cli_fail("cannot take the lock");
    double before = rc_tool_thread_seconds();
    kernel->steps(b->node[which], STEPS, 32, true);
    double after = rc_tool_thread_seconds();
    if (which == HELD && kernel->ops->gil_drop(b->gil) != 0)
        rc_cli_fail("cannot drop the lock");
    return (after - before) / STEPS * 1e9;
}

static void run(claim_result *r)
{
    bench b;
    double ns[WAYS];
    const rc_ops *plain = claims_kernel_of("plain")->ops;
    b.gil = lab_gil(plain, NULL);
    for (unsigned i = 0; i < WAYS; i++) {
        lab_enter(claims_kernel_of(backend[i])->ops, NULL);
        b.node[i] = claims_kernel_of(backend[i])->make(NULL, NULL);
    }
    team_alternate(WAYS, ROUNDS, nanoseconds, &b, ns);
    rc_gil_stats stats;
    plain->gil_get_stats(b.gil, &stats);
    claim_axes(r, "protection", "nanoseconds for a step of the interpreter", false);
    for (unsigned i = 0; i < WAYS; i++) {
        claim_bar(r, "one thread", way_name[i], ns[i]);
        claims_kernel_of(backend[i])->ops->release(b.node[i]);
        lab_leave(claims_kernel_of(backend[i])->ops, NULL);
    }
    plain->gil_free(b.gil);
    claim_number(r, "held_to_none", ns[HELD] / ns[BARE]);
    claim_number(r, "global_to_none", ns[GLOBAL] / ns[BARE]);
    claim_must(r, ns[HELD] / ns[BARE] < 1.15,
               "held, the lock costs a step %.2f times what it costs without", ns[HELD] / ns[BARE]);
    claim_must(r, stats.takes == ROUNDS, "in %.0f steps it was taken %.0f times",
               (double)ROUNDS * STEPS, (double)stats.takes);
    claim_must(r, ns[GLOBAL] / ns[BARE] > 1.5,
               "a global lock for each count costs %.1f times as much", ns[GLOBAL] / ns[BARE]);
}

RC_CLAIM(gil_alone) = {
    .id = "C10",
    .name = "gil-alone",
    .sentence = "The GIL is one lock, easily added, and makes a program with one thread fast.",
    .built = "An interpreter's steps, half of them with a count: unprotected, under the GIL, with "
             "other locks.",
    .measured = "Nanoseconds of processor time for each step; how often the lock was taken.",
    .run = run,
};
