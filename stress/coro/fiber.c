/*
 * fiber.c: coroutines with a stack of their own.
 *
 * A switch exchanges the stack under the running function, which sanitizers must be told: to AddressSanitizer
 * it is a jump out of the stack that it knows, to ThreadSanitizer two stacks are two histories.
 *
 * The trap that T77 is about: a function may be suspended on one thread and resumed on another, and a
 * compiler that has read the thread's identity once has no reason to read it again. So everything here that
 * depends on the thread is read by functions that are not inlined, and returned as a value.
 */
#include "stress/coro/fiber.h"

#include "refcount/atomics.h"

#include <stdint.h>
#include <stdlib.h>
#include <ucontext.h>

#if STRESS_UNDER_ASAN
#include <sanitizer/common_interface_defs.h>
#endif
#if STRESS_UNDER_TSAN
#include <sanitizer/tsan_interface.h>
#endif

#define STACK_BYTES (256 * 1024)

struct fiber {
    ucontext_t inside, outside;
    void (*body)(void *arg);
    void *arg;
    char *stack;
    bool apart, new;
    /* Atomic, because ThreadSanitizer may have been told that nothing orders the fiber and its resumer. */
    _Atomic bool ended;
    void *tsan;
    _Atomic(void *) tsan_outside;
    const void *outside_low;
    size_t outside_size;
};

static _Thread_local _Atomic(fiber *) current;

/* relaxed, all: a thread and what it runs take turns. */
__attribute__((noinline)) static fiber *get_current(void)
{
    return rc_load_relaxed(&current);
}

__attribute__((noinline)) static void set_current(fiber *f)
{
    rc_store_relaxed(&current, f);
}

/*
 * Around a switch: before it on the old stack, after it on the new one. `ordered`: ThreadSanitizer takes
 * what is before it as done before what follows.
 */
static void leave_for(fiber *f, bool inside, bool ordered, void **fake_stack)
{
    (void)f, (void)inside, (void)ordered, (void)fake_stack;
#if STRESS_UNDER_ASAN
    __sanitizer_start_switch_fiber(fake_stack, inside ? f->stack : f->outside_low,
                                   inside ? STACK_BYTES : f->outside_size);
#endif
#if STRESS_UNDER_TSAN
    __tsan_switch_to_fiber(inside ? f->tsan : rc_load_relaxed(&f->tsan_outside), !ordered);
#endif
}

static void arrive(void *fake_stack, const void **low, size_t *size)
{
    (void)fake_stack, (void)low, (void)size;
#if STRESS_UNDER_ASAN
    __sanitizer_finish_switch_fiber(fake_stack, low, size);
#endif
}

static void start(unsigned high, unsigned low)
{
    fiber *f = (fiber *)(((uintptr_t)high << 32) | low);
    arrive(NULL, &f->outside_low, &f->outside_size);
    f->body(f->arg);
    rc_store_relaxed(&f->ended, true);
    leave_for(f, false, true, NULL); /* for good */
    setcontext(&f->outside);
}

fiber *fiber_new(void (*body)(void *arg), void *arg, bool apart)
{
    fiber *f = calloc(1, sizeof *f);
    char *stack = malloc(STACK_BYTES);
    if (f == NULL || stack == NULL || getcontext(&f->inside) != 0)
        abort();
    f->body = body;
    f->arg = arg;
    f->stack = stack;
    f->apart = apart;
    f->new = true;
    f->inside.uc_stack.ss_sp = stack;
    f->inside.uc_stack.ss_size = STACK_BYTES;
    makecontext(&f->inside, (void (*)(void))(uintptr_t)start, 2, (unsigned)((uintptr_t)f >> 32),
                (unsigned)(uintptr_t)f);
#if STRESS_UNDER_TSAN
    f->tsan = __tsan_create_fiber(0);
#endif
    return f;
}

void fiber_free(fiber *f)
{
#if STRESS_UNDER_TSAN
    __tsan_destroy_fiber(f->tsan);
#endif
    free(f->stack);
    free(f);
}

bool fiber_resume(fiber *f)
{
    fiber *outer = get_current();
    void *fake_stack = NULL;
    set_current(f);
#if STRESS_UNDER_TSAN
    rc_store_relaxed(&f->tsan_outside, __tsan_get_current_fiber());
#endif
    bool ordered = !f->apart || f->new; /* its first step always comes after its birth */
    f->new = false;
    leave_for(f, true, ordered, &fake_stack);
    swapcontext(&f->outside, &f->inside);
    arrive(fake_stack, NULL, NULL);
    set_current(outer);
    return !rc_load_relaxed(&f->ended);
}

void fiber_yield(void)
{
    fiber *f = get_current();
    void *fake_stack = NULL;
    leave_for(f, false, !f->apart, &fake_stack);
    swapcontext(&f->inside, &f->outside);
    arrive(fake_stack, &f->outside_low, &f->outside_size);
}
