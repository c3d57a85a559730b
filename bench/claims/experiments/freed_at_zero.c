/*
 * freed_at_zero.c: C04. A long chain, and two objects that hold each other.
 */
#include "bench/claims/claim.h"
#include "bench/claims/lab.h"

enum { CHAIN = 100000 };

static void run(claim_result *r)
{
    claim_axes(r, "what was dropped", "objects that ended at once", false);
    const claims_kernel *kernel;
    uint64_t left = 0;
    for (unsigned i = 0; (kernel = claims_kernel_at(i)) != NULL; i++) {
        const rc_ops *ops = kernel->ops;
        const char *name = ops->get_backend()->name;
        lab_enter(ops, NULL);
        claims_node *chain = NULL;
        for (int k = 0; k < CHAIN; k++)
            chain = kernel->make(chain, NULL);
        uint64_t before = claims_ended();
        ops->release(chain);
        uint64_t ended = claims_ended() - before;
        claim_bar(r, "a chain of 100000", name, (double)ended);
        claim_must(r, ended == CHAIN, "%s: %.0f of %d objects of a chain ended with its first",
                   name, (double)ended, CHAIN);
        claims_node *one = kernel->make(NULL, NULL), *other = kernel->make(one, NULL);
        one->left = ops->retain(other);
        before = claims_ended();
        ops->release(other);
        left += 2 - (claims_ended() - before);
        claim_bar(r, "two that hold each other", name, (double)(claims_ended() - before));
        /* Tidy up by hand what counting alone never would. */
        other->left = NULL;
        ops->release(one);
        lab_leave(ops, NULL);
    }
    claim_limit(r, left > 0,
                "objects that hold each other stay (%.0f of them): their counts never reach 0",
                (double)left);
}

RC_CLAIM(freed_at_zero) = {
    .id = "C04",
    .name = "freed-at-zero",
    .sentence = "When an object's count reaches 0 its memory is released.",
    .built = "A chain of 100000 objects whose first reference is dropped; and a pair that hold "
             "each other.",
    .measured = "How many objects had ended when the release returned.",
    .run = run,
};
