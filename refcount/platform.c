/*
 * platform.c: the parts of the platform seam that no hot path needs inline.
 */
#include "refcount/platform.h"

#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

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

void rc_platform_pause(unsigned *turns)
{
    enum { PAUSES = 64 };
    if (++*turns < PAUSES) {
#if defined(__x86_64__) || defined(__i386__)
        __builtin_ia32_pause();
#endif
    } else {
        sched_yield();
    }
}

void rc_platform_yield(void)
{
    sched_yield();
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
