/*
 * fiber.h: coroutines with a stack of their own, by ucontext: the other way to make them, which the library
 * does not take. Only to show the difference (T76, T77).
 */
#ifndef STRESS_CORO_FIBER_H
#define STRESS_CORO_FIBER_H

#include "stress/support/sanitizers.h"

#include <stdbool.h>

typedef struct fiber fiber;

/*
 * Runs body(arg) when it is resumed for the first time. `apart`: ThreadSanitizer takes it for a thread of its
 * own, which nothing orders; otherwise a switch orders what is before and behind it.
 */
fiber *fiber_new(void (*body)(void *arg), void *arg, bool apart);
void fiber_free(fiber *f); /* one that has ended */

/* Runs it until it yields or ends, on the calling thread. False: it has ended. */
bool fiber_resume(fiber *f);

/* From inside: goes back to who has resumed it. */
void fiber_yield(void);

#endif
