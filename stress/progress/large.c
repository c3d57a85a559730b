/*
 * large.c: see large.h.
 *
 * Some threads share an object, pass others on to each other, and count at random, while one of them after
 * the other pauses (pauses.h). Only operations that claim not to block take part.
 *
 * Source: the scheme of LockFreedomTestEnvironment in kotlinx-atomicfu.
 */
#include "stress/progress/large.h"

#include "refcount/atomics.h"
#include "refcount/tool/cli.h"
#include "stress/progress/pools.h"
#include "stress/support/threads.h"

#include <pthread.h>

enum { THREADS = PAUSERS, HELD_MOST = 50, LOOK_AT_CLOCK = 64 };

typedef struct runner {
    uint64_t random;
    unsigned held; /* references to the shared object */
    unsigned done;
    rc_weak *weak;
    _Atomic(void *) box; /* an object from the neighbour, with its reference */
} __attribute__((aligned(64))) runner;

static const rc_ops *ops;
static double deadline;
static void *shared;
static runner runners[THREADS];
static pthread_barrier_t barrier;
static _Atomic uint64_t made, died;

static void die(void *object)
{
    (void)object;
    rc_fetch_add_relaxed(&died, 1); /* relaxed: a number, read at rest */
}

static const rc_type type = {.name = "large", .size = 16, .destroy = die};

static void *make(void)
{
    void *object = ops->new (&type);
    if (object == NULL)
        rc_cli_fail("a thread's pool is used up");
    rc_fetch_add_relaxed(&made, 1); /* relaxed: as above */
    return object;
}

static void release(void *object)
{
    pauses_operation_begins("release");
    if (object != NULL)
        ops->release(object);
    pauses_operation_ends();
}

static void take_one(runner *r, unsigned how)
{
    static const char *const names[] = {"retain", "try_retain", "weak_upgrade"};
    pauses_operation_begins(names[how]);
    if (how == 0)
        r->held += ops->retain(shared) != NULL;
    else if (how == 1)
        r->held += ops->try_retain(shared);
    else
        r->held += ops->weak_upgrade(r->weak) != NULL;
    pauses_operation_ends();
}

static void look(unsigned how)
{
    static const char *const names[] = {"enable_try_retain", "is_unique", "count"};
    pauses_operation_begins(names[how]);
    if (how == 0)
        ops->enable_try_retain(shared);
    else if (how == 1)
        (void)ops->is_unique(shared);
    else
        (void)ops->count(shared);
    pauses_operation_ends();
}

/* An object goes to the neighbour; what still lies there dies on the thread that made it. */
static void pass_on(const runner *r)
{
    runner *to = &runners[(r - runners + 1) % THREADS];
    pauses_operation_begins("new");
    void *object = make();
    pauses_operation_ends();
    release(rc_exchange_acq_rel(&to->box, object)); /* acq_rel: pairs with itself, wherever it is */
}

static void step(runner *r)
{
    unsigned random = (unsigned)(stress_random(&r->random) % 10);
    if (random < 3 && r->held < HELD_MOST) {
        take_one(r, random);
    } else if (random < 6 && r->held > 1) {
        r->held--;
        release(shared);
    } else if (random == 6) {
        pass_on(r);
    } else if (random == 7) {
        release(rc_exchange_acq_rel(&r->box, NULL)); /* acq_rel: as in pass_on */
    } else if (random == 8) {
        look((unsigned)(stress_random(&r->random) % 3));
    } else {
        pauses_operation_begins("thread_poll");
        ops->thread_poll();
        pauses_operation_ends();
    }
}

/* What blocks, the beginning and the end, happens while nobody pauses. */
static void take_part(void *arg, unsigned self)
{
    runner *r = &runners[self];
    (void)arg;
    progress_pool_open();
    if (ops->thread_attach() != 0)
        rc_cli_fail("a thread cannot attach");
    if (self == 0)
        shared = make();
    pthread_barrier_wait(&barrier);
    if (self != 0)
        ops->retain(shared);
    r->held = 1;
    r->weak = ops->weak_new(shared);
    pthread_barrier_wait(&barrier);
    pauses_begin(self);
    while (!pauses_over()) {
        step(r);
        if (++r->done % LOOK_AT_CLOCK == 0 && rc_tool_now() > deadline)
            pauses_make_over();
    }
    pauses_end();
    pthread_barrier_wait(&barrier);
    for (; r->held > 0; r->held--)
        ops->release(shared);
    ops->weak_free(r->weak);
    ops->release(rc_exchange_acq_rel(&r->box, NULL)); /* acq_rel: as in pass_on */
    pthread_barrier_wait(&barrier);
    ops->thread_detach(); /* its queue is drained */
    progress_pool_close();
}

progress_large progress_play_large(const rc_ops *which, uint64_t seed, double seconds,
                                   double patience)
{
    const rc_backend_info *info = which->get_backend();
    progress_large result = {0};
    if (!info->thread_safe || info->retain == RC_BLOCKING || info->release == RC_BLOCKING ||
        info->try_retain == RC_BLOCKING)
        return result;
    ops = which;
    deadline = rc_tool_now() + seconds;
    rc_store_relaxed(&made, 0); /* relaxed, both: nobody else is there */
    rc_store_relaxed(&died, 0);
    if (pthread_barrier_init(&barrier, NULL, THREADS) != 0)
        rc_cli_fail("no barrier");
    for (unsigned i = 0; i < THREADS; i++)
        runners[i] = (runner){.random = ~seed + i};
    pauses_open(seed, patience);
    stress_threads(THREADS, take_part, NULL);
    pthread_barrier_destroy(&barrier);
    result.played = true;
    result.seen = pauses_close();
    result.unsound = rc_load_relaxed(&made) != rc_load_relaxed(&died); /* relaxed: at rest */
    return result;
}
