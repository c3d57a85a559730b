/*
 * scheduler.c: coroutines in turns.
 *
 * One shared queue, and one queue for each thread that runs. New tasks wait in the shared one, and those that
 * have had their steps on a thread. A thread takes from there first, but not more often in a row than it
 * has tasks of its own: so what has waited longest comes first, and nobody waits for ever.
 *
 *   shared   t1 t2 t3 ...                 under the lock
 *   thread   t7 t4 -> step -> t7 ...      its own, no lock
 *                      |
 *                      +-- has stayed long enough -> shared
 *
 * `alive` counts the tasks that have not ended, wherever they are: when it is zero nothing can come any
 * more, because only a task that is running spawns from inside. A thread that finds nothing looks again: it
 * waits outside of the lock, comes by safepoints, and so hands over what others wait for.
 *
 *   T1  takes the last task                T2  shared is empty, alive is 1: waits
 *   the task spawns another: alive 2
 *                                          takes it
 *   the task ends: alive 1                 the other ends: alive 0
 *   both return                                                        stress/coro/scheduler.h
 *
 * Ordering: what a thread did in a step is published by the coroutine's state (coroutine.c), and once more
 * by the lock. Pinned tasks never leave a thread's own queue.
 */
#include "refcount/types/scheduler.h"

#include "refcount/platform.h"

#include <errno.h>

typedef struct task {
    struct task *next;
    rc_coroutine *coroutine; /* owned */
    const void *thread;      /* that ran it last; NULL: none yet */
    uint64_t stayed;         /* steps since it came to that thread's queue */
} task;

typedef struct queue {
    task *first, **end;
} queue;

struct rc_scheduler {
    rc_scheduler_options options;
    rc_mutex mutex; /* of shared and stats */
    queue shared;
    rc_scheduler_stats stats;
    _Atomic uint64_t waiting; /* tasks in shared: a hint, to look without the lock */
    _Atomic uint64_t alive;   /* tasks that have not ended */
};

static void append(queue *q, task *t)
{
    t->next = NULL;
    *q->end = t;
    q->end = &t->next;
}

static task *take_first(queue *q)
{
    task *t = q->first;
    if (t != NULL) {
        q->first = t->next;
        if (q->first == NULL)
            q->end = &q->first;
    }
    return t;
}

rc_scheduler *rc_scheduler_new(const rc_scheduler_options *options)
{
    rc_scheduler *s = rc_platform_allocate(sizeof *s);
    if (s == NULL) {
        errno = ENOMEM;
        return NULL;
    }
    *s = (rc_scheduler){.options = options != NULL ? *options : (rc_scheduler_options){0}};
    s->shared.end = &s->shared.first;
    rc_mutex_init(&s->mutex);
    return s;
}

static void free_task(task *t)
{
    rc_release(t->coroutine);
    rc_platform_release(t);
}

void rc_scheduler_free(rc_scheduler *s)
{
    task *t;
    while ((t = take_first(&s->shared)) != NULL)
        free_task(t);
    rc_mutex_destroy(&s->mutex);
    rc_platform_release(s);
}

static void share(rc_scheduler *s, task *t)
{
    rc_mutex_lock(&s->mutex);
    append(&s->shared, t);
    rc_mutex_unlock(&s->mutex);
    rc_fetch_add_relaxed(&s->waiting, 1); /* relaxed: a hint; the lock orders the queue */
}

static task *take_shared(rc_scheduler *s)
{
    /* relaxed: a hint. Whoever misses a task for a moment looks again. */
    if (rc_load_relaxed(&s->waiting) == 0)
        return NULL;
    rc_mutex_lock(&s->mutex);
    task *t = take_first(&s->shared);
    rc_mutex_unlock(&s->mutex);
    if (t != NULL)
        rc_fetch_sub_relaxed(&s->waiting, 1);
    return t;
}

int rc_scheduler_spawn(rc_scheduler *s, rc_coroutine *coroutine)
{
    task *t = rc_platform_allocate(sizeof *t);
    if (t == NULL) {
        errno = ENOMEM;
        return -1;
    }
    *t = (task){.coroutine = coroutine};
    /* relaxed: the spawning task is alive too, or run() comes later */
    rc_fetch_add_relaxed(&s->alive, 1);
    share(s, t);
    return 0;
}

static void end_task(rc_scheduler *s, task *t, rc_outcome outcome, void *value)
{
    if (s->options.ended != NULL)
        s->options.ended(t->coroutine, outcome, value, s->options.arg);
    else if (outcome == RC_RAISED)
        rc_error_ignore(rc_retain(value), t->coroutine);
    rc_release(value);
    free_task(t);
}

/* One step. False: the task has ended, and is gone. */
static bool step(rc_scheduler *s, task *t, rc_scheduler_stats *stats)
{
    const void *self = rc_platform_thread_identity();
    void *value;
    stats->steps++;
    stats->migrations += t->thread != NULL && t->thread != self;
    t->thread = self;
    rc_outcome outcome = rc_coroutine_send(t->coroutine, NULL, &value);
    if (outcome == RC_YIELDED) {
        rc_release(value);
        return true;
    }
    stats->ended++;
    end_task(s, t, outcome, value);
    /* (1) release: pairs with (2): who returns because nothing is left sees what all tasks have done. */
    rc_fetch_sub_release(&s->alive, 1);
    return false;
}

void rc_scheduler_run(rc_scheduler *s)
{
    queue own = {NULL, &own.first};
    rc_scheduler_stats stats = {0};
    uint64_t length = 0, taken = 0; /* of own; in a row from shared */
    unsigned turns = 0;
    for (;;) {
        rc_thread_poll();
        task *t = taken <= length ? take_shared(s) : NULL;
        if (t != NULL) {
            t->stayed = 0;
            taken++;
        } else {
            taken = 0;
            t = take_first(&own);
            length -= t != NULL;
        }
        if (t == NULL) {
            if (rc_load_acquire(&s->alive) == 0) /* (2) acquire: pairs with (1) */
                break;
            rc_platform_relax(&turns);
            continue;
        }
        turns = 0;
        if (!step(s, t, &stats))
            continue;
        if (s->options.stay != 0 && ++t->stayed >= s->options.stay) {
            share(s, t);
        } else {
            append(&own, t);
            length++;
        }
    }
    rc_mutex_lock(&s->mutex);
    s->stats.steps += stats.steps;
    s->stats.migrations += stats.migrations;
    s->stats.ended += stats.ended;
    rc_mutex_unlock(&s->mutex);
}

void rc_scheduler_get_stats(rc_scheduler *s, rc_scheduler_stats *stats)
{
    rc_mutex_lock(&s->mutex);
    *stats = s->stats;
    rc_mutex_unlock(&s->mutex);
}
