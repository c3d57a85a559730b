/*
 * getrefcount.c: C03. The note's first example, a = []; b = a; sys.getrefcount(a).
 */
#include "bench/claims/claim.h"
#include "bench/claims/lab.h"

enum { STEPS = 6 };

/* getrefcount's parameter is a reference of its own: that is why Python prints 3. */
static uint64_t getrefcount(const rc_ops *ops, void *object)
{
    void *parameter = ops->retain(object);
    uint64_t count = ops->count(parameter);
    ops->release(parameter);
    return count;
}

static void play(const claims_kernel *kernel, uint64_t seen[STEPS])
{
    const rc_ops *ops = kernel->ops;
    uint64_t before = claims_ended();
    void *a = kernel->make(NULL, NULL);
    seen[0] = ops->count(a);
    void *b = ops->retain(a);
    seen[1] = ops->count(a);
    seen[2] = getrefcount(ops, a);
    seen[3] = ops->count(a);
    ops->release(b);
    seen[4] = ops->count(a);
    ops->release(a);
    seen[5] = claims_ended() - before;
}

static void run(claim_result *r)
{
    static const uint64_t expected[STEPS] = {1, 2, 3, 2, 1, 1};
    claim_axes(r, "step: a = []; b = a; in getrefcount(a); after it; del b; del a: ends", "count",
               false);
    const claims_kernel *kernel;
    for (unsigned i = 0; (kernel = claims_kernel_at(i)) != NULL; i++) {
        uint64_t seen[STEPS];
        const char *name = kernel->ops->get_backend()->name;
        lab_enter(kernel->ops, NULL);
        play(kernel, seen);
        lab_leave(kernel->ops, NULL);
        bool same = true;
        for (unsigned k = 0; k < STEPS; k++) {
            claim_point(r, name, k + 1, (double)seen[k]);
            same = same && seen[k] == expected[k];
        }
        claim_must(r, same, "%s: 1, 2, 3 in getrefcount, 2, 1, and one end", name);
    }
}

RC_CLAIM(prints_three) = {
    .id = "C03",
    .name = "getrefcount",
    .sentence = "After a = []; b = a the call sys.getrefcount(a) prints 3.",
    .built =
        "The same steps with an object of the library, with a parameter that owns a reference.",
    .measured = "The count after each step, on every backend.",
    .run = run,
};
