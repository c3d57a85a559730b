/*
 * speed_test.c: what a step of a coroutine costs, beside a switch of stacks by ucontext. In one run, in turns,
 * so that whatever else the machine does concerns both.
 *
 * A time is no result on a machine with other work: the ratio is, and it is far from its limit. The times are
 * printed: of the quickest round, in processor time of this thread.
 */
#include "stress/coro/kit.h"

#include <time.h>
#include <ucontext.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static rc_outcome tick_step(co *self, rc_signal signal, void *sent, void **result)
{
    (void)signal, (void)sent;
    return rc_yield(self, result, NULL, 1);
}

static const rc_routine shared_routine = {.name = "shared", .step = tick_step};
static const rc_routine confined_routine = {.name = "confined", .step = tick_step, .confined = true};

static double resumes(co *c, uint64_t steps)
{
    double begin = now();
    for (uint64_t i = 0; i < steps; i++) {
        void *value;
        if (rc_coroutine_send(c, NULL, &value) != RC_YIELDED)
            abort();
    }
    return (now() - begin) / (double)steps;
}

static ucontext_t inside, outside;

static void switch_back(void)
{
    for (;;)
        swapcontext(&inside, &outside);
}

static double switches(uint64_t steps)
{
    double begin = now();
    for (uint64_t i = 0; i < steps; i++)
        swapcontext(&outside, &inside);
    return (now() - begin) / (double)steps;
}

static double smaller(double a, double b)
{
    return a < b ? a : b;
}

int main(void)
{
    static char stack[64 * 1024];
    if (!tap_ok(rc_thread_attach() == 0, "%s: attach", rc_get_backend()->name))
        return tap_done();
    getcontext(&inside);
    inside.uc_stack.ss_sp = stack;
    inside.uc_stack.ss_size = sizeof stack;
    makecontext(&inside, switch_back, 0);
    co *shared = new_co(&shared_routine), *confined = new_co(&confined_routine);
    double best[3] = {1e9, 1e9, 1e9};
    for (int round = 0; round < 20; round++) {
        best[0] = smaller(best[0], resumes(shared, rc_tool_scaled(100000)));
        best[1] = smaller(best[1], resumes(confined, rc_tool_scaled(100000)));
        best[2] = smaller(best[2], switches(rc_tool_scaled(2000)));
    }
    tap_note("%s: resume and yield %.2f ns, confined %.2f ns, two switches of ucontext %.0f ns",
             rc_get_backend()->name, best[0], best[1], best[2]);
    tap_ok(best[2] >= 10 * best[0] && best[2] >= 10 * best[1],
           "%s: a step is quicker than a switch of stacks by a factor of %.0f, %.0f where confined",
           rc_get_backend()->name, best[2] / best[0], best[2] / best[1]);
    rc_release(shared);
    rc_release(confined);
    rc_thread_detach();
    return tap_done();
}
