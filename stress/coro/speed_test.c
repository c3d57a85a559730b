/*
 * speed_test.c: what a step of a coroutine costs, beside a switch of stacks by ucontext. In one run, in turns,
 * so that whatever else the machine does concerns both. And beside the exchange that claims a coroutine which
 * several threads resume: no step between threads can be quicker than that.
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
static const rc_routine confined_routine = {
    .name = "confined", .step = tick_step, .confined = true};

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

/* The exchange and the store that give it back, and nothing else. */
static double exchanges(uint64_t steps)
{
    static _Atomic uint8_t state = RC_SUSPENDED;
    double begin = now();
    for (uint64_t i = 0; i < steps; i++) {
        uint8_t found = RC_SUSPENDED;
        if (!rc_cas_acquire(&state, &found, RC_RUNNING))
            abort();
        rc_store_release(&state, RC_SUSPENDED); /* release, acquire: as in claim.h */
    }
    return (now() - begin) / (double)steps;
}

static void resume_once(void *arg)
{
    void *value;
    if (rc_thread_attach() != 0 || rc_coroutine_send(arg, NULL, &value) != RC_YIELDED)
        abort();
    rc_thread_detach();
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

enum { OWNED, SHARED, CONFINED, EXCHANGE, SWITCH, WAYS };

static void measure(double best[WAYS])
{
    co *owned = primed(&shared_routine), *confined = primed(&confined_routine),
       *shared = primed(&shared_routine);
    stress_join(stress_thread(resume_once, shared, 0)); /* from now on it has no owner */
    for (int round = 0; round < 20; round++) {
        best[OWNED] = smaller(best[OWNED], resumes(owned, rc_tool_scaled(100000)));
        best[SHARED] = smaller(best[SHARED], resumes(shared, rc_tool_scaled(100000)));
        best[CONFINED] = smaller(best[CONFINED], resumes(confined, rc_tool_scaled(100000)));
        best[EXCHANGE] = smaller(best[EXCHANGE], exchanges(rc_tool_scaled(100000)));
        best[SWITCH] = smaller(best[SWITCH], switches(rc_tool_scaled(2000)));
    }
    rc_release(owned);
    rc_release(shared);
    rc_release(confined);
}

int main(void)
{
    static char stack[64 * 1024];
    const char *name = rc_get_backend()->name;
    if (!tap_ok(rc_thread_attach() == 0, "%s: attach", name))
        return tap_done();
    getcontext(&inside);
    inside.uc_stack.ss_sp = stack;
    inside.uc_stack.ss_size = sizeof stack;
    makecontext(&inside, switch_back, 0);
    double best[WAYS] = {1e9, 1e9, 1e9, 1e9, 1e9};
    measure(best);
    tap_note("%s: resume and yield on one thread %.2f ns, confined %.2f ns, after a second thread "
             "%.2f ns",
             name, best[OWNED], best[CONFINED], best[SHARED]);
    tap_note("%s: an exchange alone %.2f ns, two switches of ucontext %.0f ns", name,
             best[EXCHANGE], best[SWITCH]);
    for (int way = OWNED; way <= CONFINED; way++) {
        static const char *const what[] = {"on one thread", "on several", "confined"};
        tap_ok(best[SWITCH] >= 10 * best[way],
               "%s: %s a step is quicker than a switch of stacks by a factor of %.0f", name,
               what[way], best[SWITCH] / best[way]);
    }
    rc_thread_detach();
    return tap_done();
}
