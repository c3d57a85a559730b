/*
 * platform.c: the parts of the platform seam that no hot path needs inline.
 */
#include "refcount/platform.h"

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <linux/membarrier.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

_Static_assert(RC_EXIT_ROUNDS < _POSIX_THREAD_DESTRUCTOR_ITERATIONS,
               "every POSIX system runs thread exit functions this often");

rc_allocator rc_platform_allocator = {malloc, free};

void rc_set_allocator(const rc_allocator *allocator)
{
    rc_platform_allocator = (rc_allocator){malloc, free};
    if (allocator != NULL && allocator->allocate != NULL)
        rc_platform_allocator.allocate = allocator->allocate;
    if (allocator != NULL && allocator->release != NULL)
        rc_platform_allocator.release = allocator->release;
}

_Noreturn void rc_platform_die(const char *what, int error)
{
    char text[128];
    int length = snprintf(text, sizeof text, "refcount: %s failed: %s\n", what, strerror(error));
    if (length > 0)
        fputs(text, stderr);
    abort();
}

static void check(const char *what, int error)
{
    if (rc_unlikely(error != 0))
        rc_platform_die(what, error);
}

void rc_condition_wait_ms(rc_condition *condition, rc_mutex *mutex, unsigned milliseconds)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until); /* nobody sets it */
    until.tv_sec += milliseconds / 1000;
    until.tv_nsec += (long)(milliseconds % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    RC_POINT_LOCK(RC_LOCK_FREED, mutex);
    int error = pthread_cond_clockwait(condition, mutex, CLOCK_MONOTONIC, &until);
    check("pthread_cond_clockwait", error == ETIMEDOUT ? 0 : error);
    RC_POINT_LOCK(RC_LOCK_TAKEN, mutex);
}

void rc_condition_broadcast(rc_condition *condition)
{
    check("pthread_cond_broadcast", pthread_cond_broadcast(condition));
}

typedef struct helper {
    void (*body)(void *arg);
    void *arg;
} helper;

static void *run_helper(void *arg)
{
    helper h = *(helper *)arg;
    free(arg);
    h.body(h.arg);
    return NULL;
}

int rc_platform_helper_start(void (*body)(void *arg), void *arg)
{
    helper *h = malloc(sizeof *h);
    if (h == NULL)
        return ENOMEM;
    *h = (helper){body, arg};
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pthread_t thread;
    int error = pthread_create(&thread, NULL, run_helper, h);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (error != 0)
        free(h);
    else
        pthread_detach(thread);
    return error;
}

static bool membarrier(int command)
{
    return syscall(SYS_membarrier, command, 0, 0) == 0;
}

bool rc_platform_barrier_prepare(void)
{
    return membarrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED);
}

bool rc_platform_barrier_all(void)
{
    return membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED);
}

void rc_platform_pause(unsigned *turns)
{
    enum { PAUSES = 64, YIELDS = 256 };
    if (*turns >= PAUSES + YIELDS) {
        /* Threads that only yield can keep a processor from everybody else for seconds. */
        nanosleep(&(struct timespec){.tv_nsec = 50000}, NULL);
    } else if (++*turns >= PAUSES) {
        sched_yield();
    } else {
#if defined(__x86_64__) || defined(__i386__)
        __builtin_ia32_pause();
#endif
    }
}

void rc_platform_yield(void)
{
    sched_yield();
}

bool rc_platform_sleep(const _Atomic uint32_t *word, uint32_t expected, uint64_t nanoseconds)
{
    enum { BILLION = 1000000000 };
    struct timespec limit = {.tv_sec = (time_t)(nanoseconds / BILLION),
                             .tv_nsec = (long)(nanoseconds % BILLION)};
    int before = errno;
    /* The limit is a span of CLOCK_MONOTONIC: setting the date makes nobody sleep longer. */
    bool in_time = syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, expected,
                           nanoseconds == RC_WAIT_FOREVER ? NULL : &limit, NULL, 0) == 0 ||
                   errno != ETIMEDOUT;
    errno = before;
    return in_time;
}

void rc_platform_wake(const _Atomic uint32_t *word, int most)
{
    int before = errno;
    /* Fails only if the address is no memory any more: then nobody sleeps there. */
    syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, most, NULL, NULL, 0);
    errno = before;
}

uint64_t rc_platform_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

int rc_platform_exit_key_create(rc_exit_key *key, void (*at_exit)(void *value))
{
    return pthread_key_create(key, at_exit);
}

int rc_platform_exit_key_set(rc_exit_key key, void *value)
{
    return pthread_setspecific(key, value);
}

int rc_platform_at_fork(void (*prepare)(void), void (*parent)(void), void (*child)(void))
{
    return pthread_atfork(prepare, parent, child);
}
