/*
 * trips.c: see trips.h. Compiled as programs under test are.
 */
#include "stress/model/tests/trips.h"

#include "refcount/atomics.h"
#include "stress/model/seam_functions.h"

#include <pthread.h>
#include <stdlib.h>

MODEL_WORLD struct {
    int data;
    int *block;
    pthread_mutex_t mutex, other;
    _Atomic(int) flag, second;
    _Atomic(int *) place;
} t;

static void make_block(unsigned thread)
{
    if (thread == 0)
        t.block = calloc(1, sizeof *t.block);
}

static void race(unsigned thread)
{
    if (thread == 0)
        t.data = 1;
    else
        model_look((uint64_t)t.data);
}

/* Only in the execution in which the second one comes late. */
static void use_after_free(unsigned thread)
{
    if (thread == 0) {
        rc_store_relaxed(&t.flag, 1);
        return;
    }
    free(t.block);
    if (rc_load_relaxed(&t.flag) != 0)
        *t.block = 1;
}

static void race_with_free(unsigned thread)
{
    if (thread == 0) {
        *t.block = 1;
        rc_store_relaxed(&t.flag, 1);
    } else if (rc_load_relaxed(&t.flag) != 0) {
        free(t.block);
        t.block = NULL;
    }
}

static void wild(unsigned thread)
{
    if (thread == 0)
        t.block[1] = 7;
}

static void null(unsigned thread)
{
    int *nothing = NULL;
    if (thread == 0 && rc_load_relaxed(&t.flag) == 0)
        *(volatile int *)nothing = 1;
}

static void double_free(unsigned thread)
{
    if (rc_fetch_add_relaxed(&t.flag, 1) <= 1 && thread == 0) {
        free(t.block);
        free(t.block);
    }
}

/* Where both take what is there, one after the other, nothing is left; where one overwrites, it is. */
static void leak(unsigned thread)
{
    int *block = malloc(sizeof *block);
    (void)thread;
    if (rc_load_relaxed(&t.place) == NULL)
        rc_store_release(&t.place, block);
    else
        free(block);
}

static void take_place(unsigned thread)
{
    if (thread == 0)
        free(rc_load_relaxed(&t.place));
}

static void assertion(unsigned thread)
{
    if (thread == 0)
        rc_store_relaxed(&t.flag, 1);
    else
        model_assert(rc_load_relaxed(&t.flag) == 0);
}

static void deadlock(unsigned thread)
{
    model_mutex_lock(thread == 0 ? &t.mutex : &t.other);
    model_mutex_lock(thread == 0 ? &t.other : &t.mutex);
    model_mutex_unlock(&t.mutex);
    model_mutex_unlock(&t.other);
}

static void own_deadlock(unsigned thread)
{
    if (thread == 0) {
        model_mutex_lock(&t.mutex);
        model_mutex_lock(&t.mutex);
    }
}

static void livelock(unsigned thread)
{
    if (thread == 0)
        rc_store_relaxed(&t.flag, 1);
    while (thread == 1 && rc_load_relaxed(&t.flag) != 2)
        model_pause();
}

static void endless(unsigned thread)
{
    while (thread == 1 && rc_load_relaxed(&t.flag) == 0)
        rc_fetch_add_relaxed(&t.second, 1);
    if (thread == 0)
        model_look((uint64_t)rc_load_relaxed(&t.second));
}

static void foreign_unlock(unsigned thread)
{
    if (thread == 0)
        model_mutex_lock(&t.mutex);
    else
        model_mutex_unlock(&t.mutex);
}

typedef struct locked {
    pthread_mutex_t mutex;
} locked;

static void free_locked(unsigned thread)
{
    locked *l = malloc(sizeof *l);
    (void)thread;
    model_mutex_init(&l->mutex, NULL);
    model_mutex_lock(&l->mutex);
    free(l);
}

static void without_init(unsigned thread)
{
    locked *l = malloc(sizeof *l);
    (void)thread;
    model_mutex_lock(&l->mutex);
}

static void gives_up(unsigned thread)
{
    if (thread == 0)
        model_abort();
}

static void crash(unsigned thread)
{
    volatile int *nowhere = (volatile int *)(uintptr_t)0x7000;
    if (thread == 0)
        *nowhere = 1;
}

static void blocked(unsigned thread)
{
    (void)thread;
    model_mutex_lock(&t.mutex);
    model_mutex_unlock(&t.mutex);
}

#define TRIP(kind, function, ...)                                                                  \
    {                                                                                              \
        kind,                                                                                      \
        {                                                                                          \
            .name = #function, .bare = true, .threads = 2, .act = function, __VA_ARGS__            \
        }                                                                                          \
    }

const model_trip model_trips[] = {
    TRIP(MODEL_RACE, race, .leaks = false),
    TRIP(MODEL_RACE, race_with_free, .prepare = make_block),
    TRIP(MODEL_USE_AFTER_FREE, use_after_free, .prepare = make_block),
    TRIP(MODEL_WILD_ACCESS, wild, .prepare = make_block),
    TRIP(MODEL_WILD_ACCESS, null, .leaks = false),
    TRIP(MODEL_DOUBLE_FREE, double_free, .prepare = make_block),
    TRIP(MODEL_LEAK, leak, .finish = take_place),
    TRIP(MODEL_ASSERTION, assertion, .leaks = false),
    TRIP(MODEL_DEADLOCK, deadlock, .leaks = false),
    TRIP(MODEL_DEADLOCK, own_deadlock, .leaks = false),
    TRIP(MODEL_LIVELOCK, livelock, .leaks = false),
    TRIP(MODEL_LIVELOCK, endless, .leaks = false),
    TRIP(MODEL_LOCK_MISUSE, foreign_unlock, .leaks = false),
    TRIP(MODEL_LOCK_MISUSE, free_locked, .leaks = false),
    TRIP(MODEL_LOCK_MISUSE, without_init, .leaks = true),
    TRIP(MODEL_ABORT, gives_up, .leaks = false),
    TRIP(MODEL_CRASH, crash, .leaks = false),
    TRIP(MODEL_BLOCKED, blocked, .uses = MODEL_RETAIN),
    {0},
};
