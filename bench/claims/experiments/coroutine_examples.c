/*
 * coroutine_examples.c: C18. The note's coroutines, and what Python 3.13 shows for the same steps.
 */
#include "bench/claims/claim.h"
#include "bench/claims/lab.h"
#include "bench/claims/tasks.h"

#include <string.h>

static const char expected[] = "CREATED; 14 SUSPENDED; 42 SUSPENDED; StopIteration CLOSED; \n"
                               " SUSPENDED;  SUSPENDED;  SUSPENDED; StopIteration(20.0) CLOSED; \n"
                               "TypeError CREATED; \n"
                               " SUSPENDED; ending ZeroDivisionError CLOSED; \n"
                               " SUSPENDED; ending \n";

static void run(claim_result *r)
{
    const claims_tasks *tasks;
    claim_axes(r, "backend", "all steps are as Python shows them (1) or not (0)", false);
    for (unsigned i = 0; (tasks = claims_tasks_at(i)) != NULL; i++) {
        char seen[512];
        const rc_ops *ops = claims_kernel_at(i)->ops;
        lab_enter(ops, NULL);
        tasks->examples(seen, sizeof seen);
        lab_leave(ops, NULL);
        bool same = strcmp(seen, expected) == 0;
        claim_bar(r, "as in Python", tasks->backend, same);
        claim_must(r, same,
                   "%s: values, states, errors and the finally block come in Python's order",
                   tasks->backend);
    }
}

RC_CLAIM(coroutine_examples) = {
    .id = "C18",
    .name = "coroutine-examples",
    .sentence = "A coroutine yields and is sent values, keeps its place between, returns, and can "
                "be thrown into.",
    .built =
        "simple_coro2, averager and demo_finally, as frames without a stack, on every backend.",
    .measured = "What each step shows, against what Python 3.13 shows.",
    .run = run,
};
