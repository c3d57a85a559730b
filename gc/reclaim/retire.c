/*
 * retire.c: what all schemes have in common: the lists of a thread, back-pressure, what a thread leaves when
 * it ends, and statistics. record.h describes the lists. Orderings are numbered in this file.
 *
 * Threads that end. What cannot be released yet becomes an orphan: any thread that fills a batch, or drains,
 * adopts all of them, and they wait anew as if it had retired them itself.
 *
 *   T1 (ends)                       T2 (retires)
 *   pushes its batches    (1)
 *                                   takes all orphans   (2)
 *                                   they wait for T2's next grace period, or scan
 *
 * Destructors. A release runs destructors, and these may retire, or drain. So a list is never held across a
 * release: each turn of the loop takes one object from what it finds then. A retire inside a destructor only
 * puts its object down; the loop that runs the destructor comes to it.
 */
#include "gc/reclaim/scheme.h"

#include "refcount/observer.h"

#include <errno.h>
#include <stdio.h>

/* A scan of hazard pointers needs two empty batches while it sorts, and a full one is replaced by one. */
#define SIFT_RESERVE 2u
#define FULL_RESERVE (SIFT_RESERVE + 1)
/* How many empty batches a thread keeps. */
#define SPARES 8u
/* How often it tries to get something released, where it must not wait: for memory, for the limit, at its end. */
#define TURNS 100u
/* More batches than this are behind time, even if they became ready at once. */
#define BACKLOG 8u

RC_THREAD_LOCAL rc_reclaim_thread *rc_reclaim_self_;
RC_THREAD_LOCAL rc_reclaim_thread *rc_reclaim_own_;
_Atomic(rc_reclaim_thread *) rc_reclaim_records_;

static struct {
    _Atomic(rc_batch *) orphans;
    _Atomic size_t pending; /* in batches that were full once, and not released */
    _Atomic size_t peak;
    _Atomic size_t limit;
} pool;

_Noreturn RC_COLD void rc_reclaim_misuse_(const char *call, const char *where)
{
    fprintf(stderr, "refcount: %s on %s\n", call, where);
    abort();
}

/* ------------------------------------------------------------------------------------- batches */

static void recycle(rc_reclaim_thread *thread, rc_batch *batch)
{
    rc_batch_list *spare = &thread->retired.spare;
    if (spare->batches >= SPARES) {
        rc_platform_release(batch);
        return;
    }
    batch->used = 0;
    rc_batch_append(spare, batch);
}

/* At least `batches` empty ones are at hand. */
static bool stock(rc_reclaim_thread *thread, size_t batches)
{
    rc_batch_list *spare = &thread->retired.spare;
    while (spare->batches < batches) {
        rc_batch *batch = rc_platform_allocate(sizeof *batch);
        if (batch == NULL)
            return false;
        recycle(thread, batch);
    }
    return true;
}

/* What was released and is among the pending still. relaxed: as in count_pending */
static void uncount_pending(rc_retired *r)
{
    if (r->uncounted == 0)
        return;
    rc_fetch_sub_relaxed(&pool.pending, r->uncounted);
    r->uncounted = 0;
}

/* relaxed, both: numbers for the limit and the statistics. */
static void count_pending(size_t added)
{
    size_t now = rc_fetch_add_relaxed(&pool.pending, added) + added;
    size_t peak = rc_load_relaxed(&pool.peak);
    while (now > peak && !rc_cas_weak_relaxed(&pool.peak, &peak, now))
        continue;
}

/* What the thread has retired so far waits from now on. */
static void seal(rc_reclaim_thread *thread)
{
    rc_retired *r = &thread->retired;
    unsigned used = rc_load_relaxed(&r->used); /* relaxed: ours */
    if (used == 0 || !stock(thread, 1))
        return;
    rc_batch *full = r->filling;
    full->used = used;
    r->filling = rc_batch_take(&r->spare);
    /* relaxed, both: numbers for the statistics. In this order a reader counts them twice rather than not at all. */
    rc_store_relaxed(&r->sealed, rc_load_relaxed(&r->sealed) + used);
    rc_store_relaxed(&r->used, 0);
    uncount_pending(r); /* first, or they would be in the peak */
    count_pending(used);
    rc_scheme_stamp_(thread, full);
    rc_batch_append(&r->waiting, full);
}

static void adopt_orphans(rc_reclaim_thread *thread)
{
    if (rc_load_relaxed(&pool.orphans) == NULL) /* relaxed: a hint */
        return;
    /* (2) acquire: pairs with (1), so that what is in them is there. */
    rc_batch *next, *batch = rc_exchange_acquire(&pool.orphans, NULL);
    for (; batch != NULL; batch = next) {
        next = batch->next;
        rc_scheme_stamp_(thread, batch);
        rc_batch_append(&thread->retired.waiting, batch);
    }
}

/* Releases at most `budget` of what is ready; how many it did. */
static size_t release_ready(rc_reclaim_thread *thread, size_t budget)
{
    rc_retired *r = &thread->retired;
    size_t released = 0;
    r->releasing++;
    while (r->ready.first != NULL) {
        rc_batch *batch = r->ready.first;
        if (batch->used == 0) {
            recycle(thread, rc_batch_take(&r->ready));
            uncount_pending(r);
            continue;
        }
        if (released == budget)
            break;
        void *object = (void *)batch->object[--batch->used];
        released++;
        r->uncounted++;
        rc_store_relaxed(&r->released, rc_load_relaxed(&r->released) + 1);
        RC_POINT("reclaim_release");
        rc_release(object);
    }
    r->releasing--;
    return released;
}

static bool over_limit(void)
{
    size_t limit = rc_load_relaxed(&pool.limit); /* relaxed, both: when exactly does not matter */
    return limit > 0 && rc_load_relaxed(&pool.pending) > limit;
}

static void sift(rc_reclaim_thread *thread, bool hard)
{
    rc_retired *r = &thread->retired;
    size_t before = r->ready.batches;
    stock(thread, SIFT_RESERVE); /* if not, a scheme that needs them does nothing */
    rc_scheme_sift_(thread, hard);
    size_t came = r->ready.batches - before;
    if (came > 0)
        r->in_time = came < BACKLOG ? came : BACKLOG;
}

/* Tries for a bounded time; never waits for somebody. */
static void press(rc_reclaim_thread *thread)
{
    unsigned turns = 0;
    sift(thread, true);
    if (release_ready(thread, RC_RETIRE_BUDGET) == 0)
        rc_platform_relax(&turns);
}

RC_NOINLINE void rc_reclaim_release_some_(rc_reclaim_thread *thread)
{
    rc_retired *r = &thread->retired;
    if (r->releasing == 0)
        release_ready(thread, r->ready.batches > r->in_time ? RC_RETIRE_PACE : 1);
}

RC_NOINLINE void rc_reclaim_full_(rc_reclaim_thread *thread)
{
    rc_retired *r = &thread->retired;
    bool nested = r->releasing > 0;
    /* Before the last are used: without two in reserve no scan could make room. */
    for (unsigned i = 0; i < TURNS && !nested && !stock(thread, FULL_RESERVE); i++)
        press(thread);
    /* What press() ran may have retired, and made room. */
    seal(thread);
    if (rc_load_relaxed(&r->used) == RC_BATCH) { /* relaxed: ours */
        rc_store_relaxed(&r->used, RC_BATCH - 1);
        rc_store_relaxed(&r->lost, rc_load_relaxed(&r->lost) + 1);
        return;
    }
    if (nested)
        return;
    adopt_orphans(thread);
    sift(thread, false);
    rc_reclaim_release_some_(thread);
    for (unsigned i = 0; i < TURNS && over_limit(); i++)
        press(thread);
}

/* --------------------------------------------------------------------------------------- drain */

static bool all_released(const rc_retired *r)
{
    return rc_load_relaxed(&r->used) == 0 && r->waiting.first == NULL && r->ready.first == NULL;
}

void rc_reclaim_drain(void)
{
    rc_reclaim_thread *thread = rc_reclaim_self_;
    if (rc_unlikely(thread == NULL))
        rc_reclaim_misuse_("rc_reclaim_drain", "a thread that is not attached");
    if (rc_unlikely(rc_scheme_reading_(thread)))
        rc_reclaim_misuse_("rc_reclaim_drain",
                           "a thread in a read section, for which it would wait");
    rc_retired *r = &thread->retired;
    for (unsigned turns = 0;;) {
        adopt_orphans(thread);
        seal(thread);
        sift(thread, false);
        size_t released = release_ready(thread, RC_RETIRE_BUDGET);
        rc_thread_poll();
        if (all_released(r))
            return;
        if (!stock(thread, SIFT_RESERVE)) {
            rc_platform_relax(&turns);
        } else if (released == 0 && r->waiting.first != NULL) {
            /* Blocked, so that whoever stops the world, or waits for this thread's quiescent state, need not wait. */
            rc_thread_block_begin();
            if (r->waiting.first != NULL)
                rc_scheme_wait_(thread);
            rc_thread_block_end();
        }
    }
}

/* ------------------------------------------------------------------------------------- threads */

static rc_reclaim_thread *claim_record(void)
{
    rc_reclaim_thread *thread;
    /* (3) acquire: pairs with (4), so that the record is complete. */
    for (thread = rc_load_acquire(&rc_reclaim_records_); thread != NULL; thread = thread->next) {
        bool taken = false;
        /* (5) acquire in acq_rel: pairs with (6), so that what the last thread did with it is done. */
        if (!rc_load_relaxed(&thread->taken) && rc_cas_acq_rel(&thread->taken, &taken, true))
            return thread;
    }
    /* From the system, aligned: a replaced allocator need not know alignments beyond max_align_t. */
    thread = aligned_alloc(_Alignof(rc_reclaim_thread), sizeof *thread);
    if (thread == NULL)
        return NULL;
    *thread = (rc_reclaim_thread){.taken = true};
    thread->next = rc_load_relaxed(&rc_reclaim_records_); /* relaxed: the exchange checks it */
    /* (4) release: pairs with (3) */
    while (!rc_cas_weak_release(&rc_reclaim_records_, &thread->next, thread))
        continue;
    return thread;
}

static void give_back(rc_reclaim_thread *thread)
{
    rc_store_release(&thread->taken, false); /* (6) release: pairs with (5) */
}

static int observe_attach(void)
{
    rc_reclaim_thread *thread = claim_record();
    if (thread == NULL)
        return ENOMEM;
    rc_retired *r = &thread->retired;
    size_t batches = RC_RETIRE_RESERVE + (r->filling == NULL);
    int error = stock(thread, batches) ? rc_scheme_attach_(thread) : ENOMEM;
    if (error != 0) {
        give_back(thread);
        return error;
    }
    if (r->filling == NULL)
        r->filling = rc_batch_take(&r->spare);
    rc_reclaim_own_ = thread;
    return 0;
}

static void observe_begins(void)
{
    rc_scheme_begins_(rc_reclaim_own_);
    rc_reclaim_self_ = rc_reclaim_own_;
}

static void observe_ends(void)
{
    rc_reclaim_self_ = NULL;
    rc_scheme_ends_(rc_reclaim_own_);
}

static void observe_poll(void)
{
    rc_scheme_poll_(rc_reclaim_own_);
}

/* Most threads that end can release all that they retired, if they try more than once. */
static bool observe_leaving(void)
{
    rc_reclaim_thread *thread = rc_reclaim_own_;
    size_t released = 0;
    adopt_orphans(thread);
    for (unsigned i = 0, turns = 0; i < TURNS; i++) {
        seal(thread);
        sift(thread, true);
        released += release_ready(thread, SIZE_MAX);
        if (all_released(&thread->retired))
            break;
        rc_scheme_poll_(thread);
        rc_platform_relax(&turns);
    }
    return released > 0;
}

static void leave_orphans(rc_batch_list *list)
{
    if (list->first == NULL)
        return;
    list->last->next = rc_load_relaxed(&pool.orphans); /* relaxed: the exchange checks it */
    /* (1) release: pairs with (2) */
    while (!rc_cas_weak_release(&pool.orphans, &list->last->next, list->first))
        continue;
    *list = (rc_batch_list){NULL, NULL, 0};
}

static void observe_left(void)
{
    rc_reclaim_thread *thread = rc_reclaim_own_;
    seal(thread);
    uncount_pending(&thread->retired);
    leave_orphans(&thread->retired.ready); /* what is ready may wait once more */
    leave_orphans(&thread->retired.waiting);
    rc_scheme_left_(thread);
    rc_reclaim_own_ = NULL;
    give_back(thread);
}

/* ---------------------------------------------------------------------------------------- fork */

/* What the threads had retired that do not exist in the child is never released there. */
static void observe_fork_child(void)
{
    rc_scheme_fork_child_();
    /* (3) acquire: as in claim_record. */
    for (rc_reclaim_thread *t = rc_load_acquire(&rc_reclaim_records_); t != NULL; t = t->next) {
        rc_retired *r = &t->retired;
        if (t == rc_reclaim_own_)
            continue;
        /* In the middle of its first attach: the scheme may know it or not. Nobody takes it any more. */
        if (r->filling == NULL && rc_load_relaxed(&t->taken))
            continue;
        rc_scheme_vanished_(t);
        r->filling = NULL;
        r->waiting = r->ready = r->spare = (rc_batch_list){NULL, NULL, 0};
        r->releasing = r->uncounted = 0;
        /* relaxed: this thread is the only one. */
        rc_store_relaxed(&r->sealed, rc_load_relaxed(&r->sealed) + rc_load_relaxed(&r->used));
        rc_store_relaxed(&r->used, 0);
        rc_store_relaxed(&t->taken, false);
    }
}

static rc_observer observer = {
    .attach = observe_attach,
    .begins = observe_begins,
    .poll = observe_poll,
    .ends = observe_ends,
    .leaving = observe_leaving,
    .left = observe_left,
    .fork_prepare = rc_scheme_fork_prepare_,
    .fork_parent = rc_scheme_fork_parent_,
    .fork_child = observe_fork_child,
};

__attribute__((constructor)) static void observe(void)
{
    rc_observer_add_(&observer);
}

/* ---------------------------------------------------------------------------------- statistics */

/* relaxed, everywhere here: numbers to look at. */
void rc_reclaim_get_stats(rc_reclaim_stats *stats)
{
    rc_reclaim_stats sum = {0};
    /* (3) acquire: as in claim_record. */
    for (rc_reclaim_thread *t = rc_load_acquire(&rc_reclaim_records_); t != NULL; t = t->next)
        sum.released += rc_load_relaxed(&t->retired.released);
    for (rc_reclaim_thread *t = rc_load_acquire(&rc_reclaim_records_); t != NULL; t = t->next) {
        rc_retired *r = &t->retired;
        uint64_t lost = rc_load_relaxed(&r->lost);
        sum.lost += lost;
        sum.looked += rc_load_relaxed(&r->looked);
        sum.retired += rc_load_relaxed(&r->sealed) + rc_load_relaxed(&r->used) + lost;
    }
    sum.pending = sum.retired - sum.released;
    sum.peak = rc_load_relaxed(&pool.peak);
    if (sum.peak < sum.pending)
        sum.peak = sum.pending;
    *stats = sum;
}

void rc_reclaim_reset_peak(void)
{
    rc_store_relaxed(&pool.peak, rc_load_relaxed(&pool.pending));
}

void rc_reclaim_set_limit(size_t pending)
{
    rc_store_relaxed(&pool.limit, pending);
}
