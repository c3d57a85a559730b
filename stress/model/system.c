/*
 * system.c: what the library asks of the kernel: sleeping and waking, clocks, barriers of all threads.
 *
 * To sleep on a word is two steps: a look at it, together with lying down, and getting up, when somebody has
 * woken the thread or its time is over. The look sees the newest store: the kernel makes it under the lock
 * under which it wakes. A time that is over is a choice like any other, up to `timeouts` times for each
 * thread of a program; afterwards it sleeps on, so that a wake-up that was lost is found.
 *
 * Each thread has a clock of its own. It stands still but when a time was over for its thread: a real clock
 * is one for all, but nothing here looks at two threads' clocks.
 *
 * membarrier is a seq_cst fence of every thread at once, between two steps of each.
 */
#include "stress/model/modification.h"
#include "stress/model/seam_functions.h"
#include "stress/model/trace.h"

#include <errno.h>
#include <linux/futex.h>
#include <linux/membarrier.h>
#include <stdarg.h>
#include <sys/syscall.h>

#define HERE ((uintptr_t)__builtin_return_address(0))

static void step(model_kind kind, uintptr_t word, uintptr_t pc)
{
    model_op op = {kind, MODEL_RELAXED, 4, word, model_granule_of(word), pc};
    model_step(&op);
    if (model_config.trace)
        model_trace(kind, word, 4, MODEL_RELAXED, pc);
}

/* ----------------------------------------------------------------------------------- sleeping */

/* What it reads is newer than all that the thread has read before. */
static uint32_t newest(uintptr_t word)
{
    model_granule *g = model_granule_of(word);
    unsigned number = model_cell_at(g, word & 7)->location;
    if (number != 0) {
        const model_location *l = &model.location[number - 1];
        model_self()->view.at[l->index] = (uint8_t)(l->count - 1);
    }
    return (uint32_t)model_memory_get(word, 4);
}

static long sleep_on(uintptr_t word, uint32_t expected, const struct timespec *limit, uintptr_t pc)
{
    model_thread *t = model_self();
    model_granule *g = model_check_memory(word, 4, "wait", pc);
    t->timed = limit != NULL;
    if (!model.alone) {
        model_is_visible(g, true);
        step(MODEL_WAIT, word, pc);
    }
    if (newest(word) != expected) {
        errno = EAGAIN;
        return -1;
    }
    if (model.alone && !t->timed)
        model_fault_at(MODEL_DEADLOCK, pc, word, "T%u waits, and nobody else runs",
                       model.current + 1);
    t->cond = (const void *)word;
    t->signalled = false;
    if (!model.alone)
        step(MODEL_WAKE, word, pc);
    t->cond = NULL;
    if (t->signalled)
        return 0;
    t->timeouts++;
    t->now += (uint64_t)limit->tv_sec * 1000000000 + (uint64_t)limit->tv_nsec;
    errno = ETIMEDOUT;
    return -1;
}

static unsigned asleep(uintptr_t word)
{
    unsigned count = 0;
    for (unsigned t = 0; t < model.threads; t++)
        count += model.thread[t].cond == (const void *)word && !model.thread[t].signalled;
    return count;
}

static void wake(uintptr_t word, int most, uintptr_t pc)
{
    if (model.alone)
        return;
    step(MODEL_SIGNAL, word, pc); /* the word may be gone: it is only an address */
    for (unsigned count; most > 0 && (count = asleep(word)) > 0; most--) {
        unsigned nth = most >= (int)count ? 0 : model_pick(count);
        for (unsigned t = 0; t < model.threads; t++) {
            model_thread *sleeper = &model.thread[t];
            if (sleeper->cond == (const void *)word && !sleeper->signalled && nth-- == 0)
                sleeper->signalled = true;
        }
    }
}

/* ----------------------------------------------------------------------------------- barriers */

static void fence(model_thread *t, unsigned thread)
{
    model_view_join(&t->view, &t->acquired_view);
    model_clock_join(&t->clock, &t->acquired);
    model_view_join(&t->view, &model.sc);
    model.sc = t->view;
    t->released_view = t->view;
    t->released = t->clock;
    t->clock.at[thread]++;
}

/* The caller's comes first and last: what it did before is seen by all, and it sees what all did. */
static void barrier(uintptr_t pc)
{
    if (!model.busy || model.alone)
        return;
    model_op op = {.kind = MODEL_BARRIER, .pc = pc};
    model_step(&op);
    if (model_config.trace)
        model_trace(MODEL_BARRIER, 0, 0, 0, pc);
    fence(model_self(), model.current);
    for (unsigned t = 0; t < model.threads; t++)
        fence(&model.thread[t], t);
    fence(model_self(), model.current);
}

long model_syscall(long number, ...)
{
    va_list arguments;
    va_start(arguments, number);
    long result = 0;
    if (number == SYS_membarrier) {
        if (va_arg(arguments, int) == MEMBARRIER_CMD_PRIVATE_EXPEDITED)
            barrier(HERE);
    } else if (number == SYS_futex) {
        uintptr_t word = (uintptr_t)va_arg(arguments, void *);
        int operation = va_arg(arguments, int);
        if (operation == FUTEX_WAIT_PRIVATE) {
            uint32_t expected = va_arg(arguments, uint32_t);
            result = sleep_on(word, expected, va_arg(arguments, const struct timespec *), HERE);
        } else {
            wake(word, va_arg(arguments, int), HERE);
        }
    } else {
        errno = ENOSYS;
        result = -1;
    }
    va_end(arguments);
    return result;
}

int model_clock_gettime(clockid_t clock, struct timespec *now)
{
    (void)clock;
    uint64_t nanoseconds = model.busy ? model_self()->now : 0;
    *now = (struct timespec){.tv_sec = 1 + (time_t)(nanoseconds / 1000000000),
                             .tv_nsec = (long)(nanoseconds % 1000000000)};
    return 0;
}

int model_nanosleep(const struct timespec *span, struct timespec *rest)
{
    (void)span, (void)rest;
    return model_pause();
}
