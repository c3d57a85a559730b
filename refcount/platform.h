/*
 * platform.h: the only door to what is not C: allocation, locks, waiting, thread identity, thread
 * exit and fork.
 *
 * Shared by all backends of a program: nothing here depends on how references are counted.
 */
#ifndef RC_PLATFORM_H
#define RC_PLATFORM_H

#include "refcount/allocator.h"
#include "refcount/point.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#define rc_likely(x) __builtin_expect(!!(x), 1)
#define rc_unlikely(x) __builtin_expect(!!(x), 0)
#define RC_NOINLINE __attribute__((noinline))
#define RC_COLD __attribute__((noinline, cold))

/*
 * Thread-local variables of the library use the initial-exec model: in a shared library the default
 * model costs a call per access, several times the price of a whole count.
 */
#define RC_THREAD_LOCAL _Thread_local __attribute__((tls_model("initial-exec")))

/* ------------------------------------------------------------------------------- allocation */

extern rc_allocator rc_platform_allocator;

/* Calls through the pointers, which hold malloc and free at first: no dearer than a call of theirs. */
static inline void *rc_platform_allocate(size_t size)
{
    return rc_platform_allocator.allocate(size);
}

static inline void rc_platform_release(void *block)
{
    rc_platform_allocator.release(block);
}

/* ------------------------------------------------------------------------------ thread identity */

/*
 * A number that tells running threads apart, made from the thread pointer: a register, so that an
 * owner's test costs no memory access and the compiler can keep it across a loop. It fills the upper
 * half of the result; the lower half is zero. It is unique among attached threads (rc_thread_attach
 * makes sure) and is used again after a thread has ended.
 *
 * Thread control blocks are 64-byte aligned and closer to each other than 2^38 bytes, so bits 6 to 37
 * of the address tell them apart: one shift moves them into place.
 */
static inline uint64_t rc_platform_thread_token(void)
{
    return (uint64_t)(uintptr_t)__builtin_thread_pointer() << 26;
}

/* The whole of it: unique among running threads without any condition. */
static inline const void *rc_platform_thread_identity(void)
{
    return __builtin_thread_pointer();
}

/* --------------------------------------------------------------------------------------- locks */

typedef pthread_mutex_t rc_mutex;
#define RC_MUTEX_INITIALIZER PTHREAD_MUTEX_INITIALIZER

/* Lets another thread have this processor. */
void rc_platform_yield(void);

/* A lock that fails is a broken program or a broken platform: the count can no longer be trusted. */
_Noreturn void rc_platform_die(const char *what, int error);

static inline void rc_mutex_init(rc_mutex *mutex)
{
    int error = pthread_mutex_init(mutex, NULL);
    if (rc_unlikely(error != 0))
        rc_platform_die("pthread_mutex_init", error);
}

static inline void rc_mutex_destroy(rc_mutex *mutex)
{
    int error = pthread_mutex_destroy(mutex);
    if (rc_unlikely(error != 0))
        rc_platform_die("pthread_mutex_destroy", error);
}

static inline void rc_mutex_lock(rc_mutex *mutex)
{
    RC_POINT_LOCK(RC_LOCK_WANTED, mutex);
    int error = pthread_mutex_lock(mutex);
    if (rc_unlikely(error != 0))
        rc_platform_die("pthread_mutex_lock", error);
    RC_POINT_LOCK(RC_LOCK_TAKEN, mutex);
}

/* Takes the lock if that needs no waiting; says whether it did. */
static inline bool rc_mutex_try_lock(rc_mutex *mutex)
{
    int error = pthread_mutex_trylock(mutex);
    if (error == EBUSY)
        return false;
    if (rc_unlikely(error != 0))
        rc_platform_die("pthread_mutex_trylock", error);
    RC_POINT_LOCK(RC_LOCK_TAKEN, mutex);
    return true;
}

static inline void rc_mutex_unlock(rc_mutex *mutex)
{
    int error = pthread_mutex_unlock(mutex);
    if (rc_unlikely(error != 0))
        rc_platform_die("pthread_mutex_unlock", error);
    RC_POINT_LOCK(RC_LOCK_FREED, mutex);
}

/* --------------------------------------------------------------------------- conditions, helpers */

/* Waiting for a change of what a mutex guards. */
typedef pthread_cond_t rc_condition;
#define RC_CONDITION_INITIALIZER PTHREAD_COND_INITIALIZER

static inline void rc_condition_init(rc_condition *condition)
{
    int error = pthread_cond_init(condition, NULL);
    if (rc_unlikely(error != 0))
        rc_platform_die("pthread_cond_init", error);
}

/*
 * Waits for a broadcast, with the mutex given back meanwhile; it may return for no reason. Where points are
 * compiled in, it comes back again and again, so that a schedule sees the mutex taken and freed.
 */
static inline void rc_condition_wait(rc_condition *condition, rc_mutex *mutex)
{
#ifdef RC_POINTS
    (void)condition;
    rc_mutex_unlock(mutex);
    RC_POINT_WAITING();
    rc_platform_yield();
    rc_mutex_lock(mutex);
#else
    int error = pthread_cond_wait(condition, mutex);
    if (rc_unlikely(error != 0))
        rc_platform_die("pthread_cond_wait", error);
#endif
}

/* The same, but no longer than so many milliseconds. */
void rc_condition_wait_ms(rc_condition *condition, rc_mutex *mutex, unsigned milliseconds);

void rc_condition_broadcast(rc_condition *condition);

/*
 * Starts a thread of the library's own that never ends and gets no signals. It does not exist in the child of a
 * fork. 0, or an errno value.
 */
int rc_platform_helper_start(void (*body)(void *arg), void *arg);

/* ------------------------------------------------------------------------- asymmetric barriers */

/*
 * Whether rc_platform_barrier_all works in this process from now on. Call it before, and again in the child of
 * a fork. Safe to call more than once.
 */
bool rc_platform_barrier_prepare(void);

/*
 * When it returns true every running thread of the process has passed a full memory barrier between the call and
 * the return: so that their rc_barrier_light() counts as one. Costs a system call and an interrupt of each
 * processor that runs a thread of this process. False: it did nothing.
 */
bool rc_platform_barrier_all(void);

/* ------------------------------------------------------------------------------------- waiting */

/* Nanoseconds of a clock that only goes forward. */
uint64_t rc_platform_now(void);

/*
 * One step of waiting for another thread to finish a few instructions: a pause, and after some of
 * them the rest of the time slice, because the other thread may want this processor; after many of those
 * a short sleep. *turns starts at zero.
 */
void rc_platform_pause(unsigned *turns);

static inline void rc_platform_relax(unsigned *turns)
{
    RC_POINT_WAITING();
    rc_platform_pause(turns);
}

/*
 * Sleeps while *word is `expected`, but no longer than `nanoseconds`. May come back for no reason: it belongs
 * in a loop. False if the time was over. Orders nothing: what is waited for is read again.
 */
#define RC_WAIT_FOREVER UINT64_MAX
bool rc_platform_sleep(const _Atomic uint32_t *word, uint32_t expected, uint64_t nanoseconds);

/* Wakes so many sleepers of the address, which may be that of memory which is gone. */
void rc_platform_wake(const _Atomic uint32_t *word, int most);

static inline bool rc_platform_wait(const _Atomic uint32_t *word, uint32_t expected,
                                    uint64_t nanoseconds)
{
    RC_POINT_WAITING();
    return rc_platform_sleep(word, expected,
                             nanoseconds < RC_POINT_PATIENCE ? nanoseconds : RC_POINT_PATIENCE);
}

static inline uint64_t rc_platform_nanoseconds(void)
{
    return RC_POINT_CLOCK(rc_platform_now());
}

/* ---------------------------------------------------------------------- thread exit and fork */

/* A slot whose function runs at thread exit in every thread that set a value. 0, or an errno value. */
typedef pthread_key_t rc_exit_key;
int rc_platform_exit_key_create(rc_exit_key *key, void (*at_exit)(void *value));
int rc_platform_exit_key_set(rc_exit_key key, void *value);

/*
 * How often the exit functions of one thread run at least, as long as they set their values anew: one
 * round less than POSIX says, because the sanitizers' run-time libraries end the thread in the last.
 */
#define RC_EXIT_ROUNDS 3

/* Runs the three functions around every fork of the process. 0, or an errno value. */
int rc_platform_at_fork(void (*prepare)(void), void (*parent)(void), void (*child)(void));

#endif
