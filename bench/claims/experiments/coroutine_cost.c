/*
 * coroutine_cost.c: C20a. What it takes to go from one task to the next, and to make one.
 */
#include "bench/claims/claim.h"
#include "bench/claims/lab.h"
#include "bench/claims/tasks.h"
#include "refcount/atomics.h"
#include "refcount/platform.h"
#include "refcount/tool/cli.h"

#include <pthread.h>
#include <ucontext.h>

enum { ROUNDS = 5, RESUMES = 300000, SWAPS = 20000, PASSES = 3000, MADE = 20000, THREADS = 50 };
enum { CONFINED, SAFE, UCONTEXT, GIL, FUTEX, MAKE, MAKE_THREAD, WAYS };

static const claims_tasks *plain_tasks(void)
{
    unsigned i = 0;
    while (claims_kernel_at(i) != claims_kernel_of("plain"))
        i++;
    return claims_tasks_at(i);
}

/* ----------------------------------------------------------------------------- a stack of its own */

static ucontext_t here, there;

static void swap_back(void)
{
    for (;;)
        swapcontext(&there, &here);
}

static void swap(uint64_t times)
{
    static char stack[65536];
    if (getcontext(&there) != 0)
        rc_cli_fail("no context");
    there.uc_stack.ss_sp = stack;
    there.uc_stack.ss_size = sizeof stack;
    there.uc_link = NULL;
    makecontext(&there, swap_back, 0);
    for (uint64_t i = 0; i < times; i++)
        swapcontext(&here, &there);
}

/* ------------------------------------------------------------------------------------- two threads */

static _Atomic uint32_t ball;

/* To the other thread and back, by sleeping and waking; both on one processor, where it is cheapest. */
static void pass(void *arg, unsigned index)
{
    (void)arg;
    rc_tool_pin(0);
    for (uint32_t i = 0; i < PASSES; i++) {
        uint32_t mine = 2 * i + index, now;
        while ((now = rc_load_acquire(&ball)) != mine) /* acquire: pairs with the store */
            rc_platform_wait(&ball, now, RC_WAIT_FOREVER);
        rc_store_release(&ball, mine + 1);
        rc_platform_wake(&ball, 1);
    }
}

typedef struct hand {
    const rc_ops *ops;
    rc_gil *gil;
    unsigned present;
} hand;

/* From safepoint to safepoint, each of which hands the lock over. */
static void hand_over(void *arg, unsigned index)
{
    hand *h = arg;
    (void)index;
    rc_tool_pin(0);
    lab_enter(h->ops, h->gil);
    for (h->present++; h->present < 2;) {
        h->ops->thread_block_begin();
        h->ops->thread_block_end();
    }
    for (int i = 0; i < PASSES; i++)
        h->ops->thread_poll();
    lab_leave(h->ops, h->gil);
}

static void *nothing(void *arg)
{
    return arg;
}

static double per(double began, double times)
{
    return (rc_tool_now() - began) / times * 1e9;
}

static double nanoseconds(void *arg, unsigned which)
{
    const claims_tasks *tasks = arg;
    double began = rc_tool_now();
    hand h = {.ops = claims_kernel_of("plain")->ops};
    switch (which) {
    case CONFINED:
    case SAFE:
        tasks->resume(RESUMES, which == CONFINED);
        return per(began, RESUMES);
    case UCONTEXT:
        swap(SWAPS);
        return per(began, SWAPS);
    case FUTEX:
        rc_store_relaxed(&ball, 0); /* relaxed: before the threads */
        team_run(2, pass, NULL);
        return per(began, PASSES);
    case GIL:
        h.gil = lab_gil(h.ops, &(rc_gil_options){.style = RC_GIL_TICKET, .ticks = 1});
        team_run(2, hand_over, &h);
        h.ops->gil_free(h.gil);
        return per(began, PASSES);
    case MAKE:
        tasks->make(MADE);
        return per(began, MADE);
    default:
        for (int i = 0; i < THREADS; i++) {
            pthread_t thread;
            if (pthread_create(&thread, NULL, nothing, NULL) != 0)
                rc_cli_fail("cannot make a thread");
            pthread_join(thread, NULL);
        }
        return per(began, THREADS);
    }
}

static void run(claim_result *r)
{
    static const char *const name[WAYS] = {"coroutine, confined to a thread",
                                           "coroutine",
                                           "ucontext",
                                           "two threads, GIL",
                                           "two threads, futex",
                                           "make a coroutine",
                                           "make a thread"};
    const claims_tasks *tasks = plain_tasks();
    double ns[WAYS];
    lab_enter(claims_kernel_of("plain")->ops, NULL);
    team_alternate(WAYS, ROUNDS, nanoseconds, (void *)(uintptr_t)tasks, ns);
    double bytes = (double)tasks->bytes();
    lab_leave(claims_kernel_of("plain")->ops, NULL);
    claim_axes(r, "", "nanoseconds there and back, or to make and end one", false);
    for (unsigned i = 0; i < WAYS; i++)
        claim_number(r, name[i], ns[i]);
    for (unsigned i = 0; i < MAKE; i++)
        claim_bar(r, "there and back", name[i], ns[i]);
    claim_bar(r, "make and end", name[MAKE], ns[MAKE]);
    claim_number(r, "bytes", bytes);
    double thread = ns[GIL] < ns[FUTEX] ? ns[GIL] : ns[FUTEX];
    claim_must(r, thread > 20 * ns[SAFE],
               "resuming a coroutine until it yields takes %.1f ns (confined to a thread %.1f), "
               "going to another "
               "thread and back %.0f",
               ns[SAFE], ns[CONFINED], thread);
    claim_must(r, ns[UCONTEXT] > 10 * ns[SAFE], "and changing stacks with ucontext %.0f",
               ns[UCONTEXT]);
    claim_must(r, ns[MAKE_THREAD] > 20 * ns[MAKE],
               "making a coroutine takes %.0f ns and %.0f bytes, a thread "
               "%.0f ns",
               ns[MAKE], bytes, ns[MAKE_THREAD]);
}

RC_CLAIM(coroutine_cost) = {
    .id = "C20a",
    .name = "coroutine-cost",
    .sentence = "Coroutines are no threads: going from one to the next costs nearly nothing.",
    .built = "A coroutine that yields and is resumed, a stack that is changed, two threads that "
             "alternate.",
    .measured = "Nanoseconds there and back, and to make one; medians of 5 alternating rounds.",
    .run = run,
};
