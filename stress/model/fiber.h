/*
 * fiber.h: threads of the program under test as fibers: stacks that one processor switches between.
 *
 * One file for each architecture, and one in plain C for all others, which is slower.
 */
#ifndef STRESS_MODEL_FIBER_H
#define STRESS_MODEL_FIBER_H

#include <stddef.h>

typedef struct model_fiber {
    void *state; /* where it stopped: the file's own */
} model_fiber;

/* A fiber that begins with main(), which never returns, on a stack of `size` bytes. */
void model_fiber_make(model_fiber *fiber, void *stack, size_t size, void (*main)(void));

/* Stops here, in `from`, and goes on where `to` has stopped. */
void model_fiber_switch(model_fiber *from, model_fiber *to);

#endif
