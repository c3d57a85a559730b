/*
 * suite.h: what every reclamation scheme must do. A scheme's test is three lines:
 *
 *   #define RC_BACKEND atomic
 *   #define RC_RECLAIM epoch
 *   #include "stress/reclaim/suite.h"
 *
 * Puppets are threads that read when they are told. One that is idle is in a blocking region: in schemes with
 * safepoints all others would wait for it. Nothing here depends on time: where something must not happen, the
 * library gets many chances to do it; where it must, it is drained, or tried until it does.
 */
#include "gc/reclaim/scheme.h"
#include "refcount/tool/scale.h"
#include "refcount/tool/tap.h"
#include "stress/support/puppet.h"
#include "stress/support/sanitizers.h"
#include "stress/support/threads.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHECK(condition) tap_ok((condition), "%s: %s", __func__, #condition)
/* Where whatever follows would wait for ever if it does not hold. */
#define MUST(condition)                                                                            \
    do {                                                                                           \
        if (!CHECK(condition))                                                                     \
            exit(tap_done());                                                                      \
    } while (0)
#define ALIVE UINT64_C(0x616c697665)

typedef _Atomic(uintptr_t) place;

/* An object that says whether it has been destroyed, and may own a reference in a place. */
typedef struct item {
    _Atomic uint64_t alive;
    _Atomic bool *gone; /* set at its end, or NULL */
    place next;         /* retired at its end */
    void (*at_end)(void);
} item;

static _Atomic uint64_t destroyed;

static void item_destroy(void *object)
{
    item *i = object;
    rc_store_relaxed(&i->alive, 0);
    rc_fetch_add_relaxed(&destroyed, 1);
    if (i->gone != NULL)
        rc_store_release(i->gone, true);
    if (i->at_end != NULL)
        i->at_end();
    rc_reclaim_retire_((void *)rc_load_relaxed(&i->next));
}

static const rc_type item_type = {.name = "item", .size = sizeof(item), .destroy = item_destroy};

static item *new_item(_Atomic bool *gone)
{
    item *i = rc_new(&item_type);
    if (i == NULL)
        abort();
    rc_store_relaxed(&i->alive, ALIVE);
    i->gone = gone;
    return i;
}

static void put(place *p, item *i)
{
    rc_reclaim_retire_((void *)rc_exchange_seq_cst(p, (uintptr_t)i));
}

static uint64_t ends(void)
{
    return rc_load_relaxed(&destroyed);
}

static bool is_gone(const _Atomic bool *gone)
{
    return rc_load_acquire(gone);
}

static void retire_many(uint64_t count)
{
    for (uint64_t i = 0; i < count; i++)
        rc_reclaim_retire_(new_item(NULL));
}

static rc_reclaim_stats stats(void)
{
    rc_reclaim_stats s;
    rc_reclaim_get_stats(&s);
    return s;
}

/* The other readers can read while one does. */
static bool shared_reading(void)
{
    return rc_get_reclaim()->read != RC_BLOCKING;
}

/*
 * Gives the library every chance to release what it can, without waiting for readers: many retires, with time for
 * a helper of its own in between.
 */
static void tempt(void)
{
    for (uint64_t i = 0; i < 10 + rc_tool_scaled(20); i++) {
        retire_many(RC_BATCH);
        if (rc_get_reclaim()->retire == RC_BLOCKING)
            usleep(100);
    }
}

/* Until it is released, if ever: what can be, is after so many retires. */
static bool released_in_the_end(const _Atomic bool *gone)
{
    for (int i = 0; i < 20000 && !is_gone(gone); i++) {
        retire_many(RC_BATCH / 4);
        rc_thread_poll();
        if (i > 100)
            usleep(100);
    }
    return is_gone(gone);
}

/* ------------------------------------------------------------------------------------- puppets */

typedef struct reader {
    puppet puppet;
    place *from;
    rc_guard guard;
    bool alive; /* what it sees is */
} reader;

static void reader_attach(void *arg)
{
    (void)arg;
    if (rc_thread_attach() != 0)
        abort();
    rc_thread_block_begin();
}

static void reader_detach(void *arg)
{
    (void)arg;
    rc_thread_block_end();
    rc_thread_detach();
}

static item *item_at(uintptr_t word)
{
    return (item *)(word & ~(uintptr_t)3);
}

static void reader_enter(void *arg)
{
    reader *r = arg;
    rc_thread_block_end();
    r->guard = rc_guard_enter();
    item *i = item_at(rc_guard_protect_(&r->guard, r->from));
    r->alive = i == NULL || rc_load_relaxed(&i->alive) == ALIVE;
}

static void reader_exit(void *arg)
{
    reader *r = arg;
    rc_guard_exit(r->guard);
    rc_thread_poll();
    rc_thread_block_begin();
}

static void reader_start(reader *r, place *from)
{
    *r = (reader){.from = from};
    puppet_create(&r->puppet);
    puppet_do(&r->puppet, reader_attach, r);
}

static void reader_end(reader *r)
{
    puppet_do(&r->puppet, reader_detach, r);
    puppet_join(&r->puppet);
}

#include "stress/reclaim/sections.h"
#include "stress/reclaim/drains.h"
#include "stress/reclaim/threads.h"
#ifdef RC_RECLAIM_FLAVOUR_H
#include "stress/reclaim/overtaken.h"
#else
#define overtaken() ((void)0)
#endif
#include "stress/reclaim/stalls.h"
#include "stress/reclaim/shortage.h"
#include "stress/reclaim/forks.h"
#include "stress/reclaim/misuse.h"
#include "stress/reclaim/races.h"

#ifndef RECLAIM_BEFORE
#define RECLAIM_BEFORE() ((void)0)
#endif

int main(void)
{
    RECLAIM_BEFORE();
    uint64_t seed = stress_seed();
    if (!tap_ok(rc_thread_attach() == 0, "%s: attach", rc_get_reclaim()->name))
        return tap_done();
    section_tests();
    drain_tests();
    thread_tests();
    overtaken();
    stall_tests();
    shortage_tests();
    fork_tests();
    misuse_tests();
    race_tests(seed);
    rc_reclaim_drain();
    rc_reclaim_stats s = stats();
    tap_ok(s.pending == s.lost, "%s: nothing is pending but %llu lost", rc_get_reclaim()->name,
           (unsigned long long)s.lost);
    rc_thread_detach();
    return tap_done();
}
