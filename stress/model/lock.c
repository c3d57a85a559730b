/*
 * lock.c: locks and conditions.
 *
 * Taking a lock that threads share is a step, which waits until the lock is free; so is giving it back, so
 * that a thread can be suspended inside. The one that takes it learns what the one that gave it back knew.
 *
 * To wait on a condition is four steps: to be one who waits; to give the lock back; to be woken; to take the
 * lock again. A signal before the first is lost.
 */
#include "stress/model/machine.h"
#include "stress/model/seam_functions.h"
#include "stress/model/trace.h"

#include <errno.h>

#define HERE ((uintptr_t)__builtin_return_address(0))

/* Its granule; the lock must be there, and have been made. */
static model_granule *find(const void *lock, const char *what, uintptr_t pc)
{
    uintptr_t address = (uintptr_t)lock;
    model_granule *g = model_check_memory(address, 8, what, pc);
    if (g == NULL)
        model_fault_at(MODEL_LOCK_MISUSE, pc, address, "%s: there is no lock here", what);
    if (g->block != 0 && !g->lock_ready)
        model_fault_at(MODEL_LOCK_MISUSE, pc, address, "T%u: %s without init", model.current + 1,
                       what);
    return g;
}

/* A step, if others can notice it. The lock is still there afterwards. */
static model_granule *step(model_kind kind, const void *lock, const char *what, uintptr_t pc)
{
    model_granule *g = find(lock, what, pc);
    if (model.alone || !model_is_visible(g, true))
        return g;
    model_op op = {kind, MODEL_RELAXED, 8, (uintptr_t)lock, g, pc};
    model_step(&op);
    g = find(lock, what, pc);
    if (model_config.trace)
        model_trace(kind, (uintptr_t)lock, 8, MODEL_RELAXED, pc);
    model_check_atomic(g, (uintptr_t)lock, 8, true, pc);
    return g;
}

static void take(model_granule *g, const void *lock)
{
    model_thread *t = model_self();
    if (t->locks == MODEL_HELD)
        model_fault_at(MODEL_TOO_LARGE, 0, 0, "too many locks");
    g->owner = (uint8_t)(model.current + 1);
    t->held[t->locks++] = lock;
    if (!model.alone && g->lock_known) {
        model_clock_join(&t->clock, &model_annex_of(g)->lock_clock);
        model_view_join(&t->view, &model_annex_of(g)->lock_view);
    }
}

static void keep_view(model_granule *g)
{
    if (g->lock_known)
        return;
    g->lock_known = true;
    if (model.locks == MODEL_LOCKS)
        model_fault_at(MODEL_TOO_LARGE, 0, 0, "too many locks");
    model.lock[model.locks++] = g;
}

static void give_back(model_granule *g, const void *lock)
{
    model_thread *t = model_self();
    unsigned i = 0;
    while (t->held[i] != lock)
        i++;
    t->held[i] = t->held[--t->locks];
    g->owner = 0;
    if (!model.alone) {
        keep_view(g);
        model_annex_of(g)->lock_clock = t->clock;
        model_annex_of(g)->lock_view = t->view;
        t->clock.at[model.current]++;
    }
}

static int lock_at(const void *mutex, uintptr_t pc)
{
    model_granule *g = find(mutex, "lock", pc);
    if (g->owner == model.current + 1 || (model.alone && g->owner != 0))
        model_fault_at(MODEL_DEADLOCK, pc, (uintptr_t)mutex, "T%u takes a lock that T%u holds",
                       model.current + 1, g->owner);
    g = step(MODEL_LOCK, mutex, "lock", pc);
    take(g, mutex);
    return 0;
}

static int unlock_at(const void *mutex, uintptr_t pc)
{
    model_granule *g = step(MODEL_UNLOCK, mutex, "unlock", pc);
    if (g->owner != model.current + 1)
        model_fault_at(MODEL_LOCK_MISUSE, pc, (uintptr_t)mutex,
                       "T%u gives back a lock that it does not hold", model.current + 1);
    give_back(g, mutex);
    return 0;
}

int model_mutex_lock(pthread_mutex_t *mutex)
{
    return lock_at(mutex, HERE);
}

int model_mutex_unlock(pthread_mutex_t *mutex)
{
    return unlock_at(mutex, HERE);
}

int model_mutex_trylock(pthread_mutex_t *mutex)
{
    model_granule *g = step(MODEL_TRYLOCK, mutex, "trylock", HERE);
    if (g->owner != 0)
        return EBUSY;
    take(g, mutex);
    return 0;
}

int model_mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *attributes)
{
    (void)attributes;
    model_plain((uintptr_t)mutex, sizeof *mutex, true, HERE);
    model_granule *g = model_granule_of((uintptr_t)mutex);
    if (g != NULL) {
        g->lock_ready = true;
        g->owner = 0;
    }
    return 0;
}

int model_mutex_destroy(pthread_mutex_t *mutex)
{
    model_granule *g = find(mutex, "destroy", HERE);
    if (g->owner != 0)
        model_fault_at(MODEL_LOCK_MISUSE, HERE, (uintptr_t)mutex,
                       "T%u destroys a lock that T%u holds", model.current + 1, g->owner);
    model_plain((uintptr_t)mutex, sizeof *mutex, true, HERE);
    g->lock_ready = false;
    return 0;
}

/* ----------------------------------------------------------------------------------- conditions */

/* Steps on conditions are steps even if one thread only has used it so far: they are rare. */
static void cond_step(model_kind kind, const void *cond, uintptr_t pc)
{
    model_granule *g = model_check_memory((uintptr_t)cond, 8, "condition", pc);
    if (model.alone)
        return;
    model_op op = {kind, MODEL_RELAXED, 8, (uintptr_t)cond, g, pc};
    model_step(&op);
    if (model_config.trace)
        model_trace(kind, (uintptr_t)cond, 8, MODEL_RELAXED, pc);
}

int model_cond_init(pthread_cond_t *cond, const pthread_condattr_t *attributes)
{
    (void)attributes;
    model_plain((uintptr_t)cond, sizeof *cond, true, HERE);
    return 0;
}

int model_cond_destroy(pthread_cond_t *cond)
{
    model_plain((uintptr_t)cond, sizeof *cond, true, HERE);
    return 0;
}

int model_cond_wait(pthread_cond_t *cond, pthread_mutex_t *mutex)
{
    uintptr_t pc = HERE;
    model_thread *t = model_self();
    if (model.alone)
        model_fault_at(MODEL_DEADLOCK, pc, (uintptr_t)cond, "T%u waits, and nobody else runs",
                       model.current + 1);
    cond_step(MODEL_WAIT, cond, pc);
    t->cond = cond;
    t->timed = false;
    t->signalled = false;
    unlock_at(mutex, pc);
    cond_step(MODEL_WAKE, cond, pc);
    t->cond = NULL;
    lock_at(mutex, pc);
    return 0;
}

static unsigned waiting(const void *cond, unsigned nth)
{
    for (unsigned t = 0; t < model.threads; t++) {
        if (model.thread[t].cond == cond && !model.thread[t].signalled && nth-- == 0)
            return t;
    }
    return MODEL_THREADS;
}

int model_cond_signal(pthread_cond_t *cond)
{
    cond_step(MODEL_SIGNAL, cond, HERE);
    unsigned count = 0;
    while (waiting(cond, count) < MODEL_THREADS)
        count++;
    if (count > 0)
        model.thread[waiting(cond, model_pick(count))].signalled = true;
    return 0;
}

int model_cond_broadcast(pthread_cond_t *cond)
{
    cond_step(MODEL_SIGNAL, cond, HERE);
    for (unsigned t; (t = waiting(cond, 0)) < MODEL_THREADS;)
        model.thread[t].signalled = true;
    return 0;
}
