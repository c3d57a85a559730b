/*
 * fiber_any.c: a switch between fibers by the C library, for architectures without a file of their own.
 *
 * Each switch costs two system calls, which save and restore the signal mask.
 */
#include "stress/model/fiber.h"

#include <stdlib.h>
#include <ucontext.h>

static ucontext_t *context_of(model_fiber *fiber)
{
    if (fiber->state == NULL)
        fiber->state = calloc(1, sizeof(ucontext_t));
    if (fiber->state == NULL)
        abort();
    return fiber->state;
}

void model_fiber_make(model_fiber *fiber, void *stack, size_t size, void (*main)(void))
{
    ucontext_t *context = context_of(fiber);
    getcontext(context);
    context->uc_stack.ss_sp = stack;
    context->uc_stack.ss_size = size;
    context->uc_link = NULL;
    makecontext(context, main, 0);
}

void model_fiber_switch(model_fiber *from, model_fiber *to)
{
    swapcontext(context_of(from), context_of(to));
}
