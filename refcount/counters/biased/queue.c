/*
 * queue.c: see queue.h. The protocol is described in biased.h; orderings are numbered across
 * its files.
 *
 * A thread's queue is one word, `head`:
 *
 *   even   the owner counts. A stack of entries, NULL when empty: pushed by anyone, taken whole by the
 *          owner.
 *   odd    closed: the owner counts nothing. head / 2 threads are merging in its place.
 *
 *   open --- close (queue empty) ---> closed, 0 --- enter ---> closed, n --- leave ---> closed, 0
 *     ^                                   |
 *     +---------------- open -------------+        only from "closed, 0"
 *
 * Locks would say the same; one word says it without letting a stopped thread stop the others. Entries
 * are only ever taken all at once, so that a push compares with a head that means what it meant: there is
 * no ABA problem.
 */
#include "refcount/counters/biased/queue.h"

#include "refcount/thread.h"

#include <errno.h>

typedef struct entry {
    struct entry *next;
    rc_counter *counter;
    rc_dispose *dispose;
    _Atomic bool *done; /* the pusher waits for this, owns the entry and disposes; or NULL */
    bool dead;          /* once merged: no reference was left */
} entry;

#define CLOSED ((uintptr_t)1)
#define MERGER ((uintptr_t)2)

/* Merged entries of threads which a fork left behind: what is dead waits here for its destructor. */
static _Atomic uintptr_t orphans;

/* ----------------------------------------------------------------------------------- merging */

bool rc_biased_merge(rc_counter *counter, uint32_t extra)
{
    uint64_t own = rc_load_relaxed(&counter->own); /* relaxed: see the condition in queue.h */
    uint32_t local = (uint32_t)(own >> 16) & RC_BIASED_LOCAL_MAX; /* 0 if there is no owner */
    RC_POINT("merge");
    /*
     * Before MERGED is published, and not after: from then on another thread may end the object.
     * relaxed: (3) publishes it.
     */
    rc_store_relaxed(&counter->own, own & RC_BIASED_TAG);
    uint32_t before = rc_load_relaxed(&counter->shared); /* relaxed: the exchange checks it */
    uint32_t after;
    RC_POINT("merge_shared");
    do {
        after = (before & ~RC_BIASED_STATE) | RC_BIASED_MERGED;
        if (!rc_biased_saturated(before))
            after += (local - extra) * RC_BIASED_ONE;
        RC_POINT("merge_counts");
        /* (3) acq_rel: pairs with (1), (3), (4), (15): our uses before the end, all uses before ours. */
    } while (!rc_cas_weak_acq_rel(&counter->shared, &before, after));
    RC_POINT("merged");
    if (rc_biased_state(before) != RC_BIASED_MERGED)
        rc_fetch_add_relaxed(&rc_thread_sums_of_self()->merged, 1); /* relaxed: a number */
    return rc_biased_shared_count(after) == 0;
}

void rc_counter_seize(rc_counter *counter, bool condemned)
{
    /* relaxed, all, and not in one step: the world stands still, and only garbage refers to the object. */
    uint64_t own = rc_load_relaxed(&counter->own);
    uint32_t local = (uint32_t)(own >> 16) & RC_BIASED_LOCAL_MAX;
    uint32_t before = rc_load_relaxed(&counter->shared);
    uint32_t after = (before & ~RC_BIASED_STATE) | RC_BIASED_MERGED;
    after += (local + 1) * RC_BIASED_ONE;
    rc_store_relaxed(&counter->own, own & RC_BIASED_TAG);
    rc_store_relaxed(&counter->shared, after | (condemned ? RC_BIASED_CONDEMNED : 0));
    if (rc_biased_state(before) != RC_BIASED_MERGED)
        rc_fetch_add_relaxed(&rc_thread_sums_of_self()->merged, 1); /* relaxed: a number */
}

/* ----------------------------------------------------------------------------------- queues */

/*
 * Merges what a list of entries names, and returns the entries that are left to finish(). No destructor
 * runs in between: a pusher that waits must not depend on what the destructor of another object does.
 */
static entry *merge_all(uintptr_t head)
{
    entry *merged = NULL, *next;
    for (entry *e = (entry *)head; e != NULL; e = next) {
        next = e->next;
        e->dead = rc_biased_merge(e->counter, 1);
        if (e->done != NULL) {
            /* (10) release: pairs with (11). The pusher goes on, and the entry is gone. */
            rc_store_release(e->done, true);
        } else {
            e->next = merged;
            merged = e;
        }
    }
    return merged;
}

/* Frees merged entries and disposes of the dead. Destructors may do anything, as the list is private. */
static void finish(entry *merged)
{
    entry *next;
    for (entry *e = merged; e != NULL; e = next) {
        next = e->next;
        rc_counter *counter = e->counter;
        rc_dispose *dispose = e->dispose;
        bool dead = e->dead;
        rc_platform_release(e);
        rc_biased_dispose_if(dead, counter, dispose);
    }
}

void rc_counter_thread_drain(rc_thread *thread)
{
    if (rc_unlikely(rc_load_relaxed(&orphans) != 0))       /* relaxed: (12) orders */
        finish((entry *)rc_exchange_acquire(&orphans, 0)); /* (12) acquire: pairs with (13) */
    if (rc_load_relaxed(&thread->counter.head) == 0)       /* relaxed: (6) orders */
        return;
    RC_POINT("drain");
    finish(merge_all(rc_exchange_acquire(&thread->counter.head, 0))); /* (6) acquire: with (5) */
}

void rc_counter_thread_init(rc_thread *thread)
{
    rc_store_relaxed(&thread->counter.head, CLOSED); /* relaxed: the record is not registered yet */
}

void rc_counter_thread_open(rc_thread *thread)
{
    unsigned turns = 0;
    uintptr_t head = CLOSED;
    /* (9) acquire: pairs with close (7) and leave (8): all that was merged in our place. */
    while (!rc_cas_weak_acquire(&thread->counter.head, &head, 0)) {
        if ((head & CLOSED) == 0)
            break; /* left open by a thread that is gone, before its stack was given to us */
        head = CLOSED;
        rc_platform_relax(&turns);
    }
    /* The thread that forked was not attached, so that nobody was asked. relaxed: (12) orders. */
    if (rc_unlikely(rc_load_relaxed(&orphans) != 0))
        rc_thread_ask_(thread, RC_REQUEST_DRAIN);
}

void rc_counter_thread_close(rc_thread *thread)
{
    uintptr_t empty;
    do {
        rc_counter_thread_drain(thread);
        empty = 0;
        RC_POINT("close");
        /* (7) release: pairs with enter (16) and open (9): our last local counts. */
    } while (!rc_cas_weak_release(&thread->counter.head, &empty, CLOSED));
}

/* Without the entries of threads that are gone with their stacks: their objects are leaked. */
static uintptr_t without_waiters(uintptr_t head)
{
    entry *kept = NULL, *next;
    for (entry *e = (entry *)head; e != NULL; e = next) {
        next = e->next;
        if (e->done == NULL) {
            e->next = kept;
            kept = e;
        }
    }
    return (uintptr_t)kept;
}

/* For this thread's next safepoint. No other thread is there to see it: the world stands still, or has ended. */
static void leave_to_orphans(entry *merged)
{
    while (merged != NULL) {
        entry *e = merged;
        merged = e->next;
        e->next = (entry *)rc_load_relaxed(&orphans); /* relaxed: see above */
        rc_store_release(&orphans, (uintptr_t)e);     /* (13) release: pairs with (12) */
    }
    if (rc_thread_self_ != NULL)
        rc_thread_ask_(rc_thread_self_, RC_REQUEST_DRAIN);
}

/* A pusher that waits stands still as well, or waits in a blocking region: it finds its entry done. */
void rc_counter_thread_settle(rc_thread *thread)
{
    uintptr_t head = rc_load_relaxed(&thread->counter.head); /* relaxed: (6) orders */
    if (head != 0 && (head & CLOSED) == 0)
        leave_to_orphans(merge_all(rc_exchange_acquire(&thread->counter.head, 0))); /* (6) */
}

/*
 * relaxed, in both: in the child of a fork no other thread exists yet. What was queued for a thread that
 * is gone is merged here and now, because a new thread may be given its identity, and count.
 */
void rc_counter_thread_vanished(rc_thread *thread)
{
    uintptr_t head = rc_load_relaxed(&thread->counter.head);
    rc_store_relaxed(&thread->counter.head, CLOSED);
    if ((head & CLOSED) != 0)
        return;
    leave_to_orphans(merge_all(without_waiters(head)));
}

void rc_counter_thread_forked(rc_thread *thread)
{
    uintptr_t head = rc_load_relaxed(&thread->counter.head);
    /* In a blocking region: the threads that were merging meanwhile are gone. */
    rc_store_relaxed(&thread->counter.head, (head & CLOSED) != 0 ? CLOSED : without_waiters(head));
}

/*
 * Puts the entry into the queue of the object's owner, or merges in the owner's place if it counts
 * nothing. True if the entry was queued; if not, it says whether the object is dead.
 */
static bool queue_or_merge(rc_thread *owner, entry *e)
{
    _Atomic uintptr_t *queue = &owner->counter.head;
    uintptr_t head = rc_load_relaxed(queue); /* relaxed: the exchanges check it */
    for (;;) {
        if ((head & CLOSED) == 0) {
            e->next = (entry *)head;
            RC_POINT("push");
            /* (5) release: pairs with (6): the entry, and our uses of the object. */
            if (rc_cas_weak_release(queue, &head, (uintptr_t)e)) {
                rc_thread_ask_(owner, RC_REQUEST_DRAIN);
                return true;
            }
            continue;
        }
        RC_POINT("enter");
        if (rc_cas_weak_acquire(queue, &head, head + MERGER)) {
            /* (16) acquire: enter, pairs with close (7) and with earlier leaves (8). */
            e->dead = rc_biased_merge(e->counter, 1);
            /* (8) release: leave, pairs with open (9) and with later enters (16). */
            rc_fetch_sub_release(queue, MERGER);
            return false;
        }
    }
}

/*
 * There is no memory for an entry. The entry lives on this stack, so this thread must wait until its
 * owner has taken it. Meanwhile it counts nothing itself, so that no two threads wait for each other.
 */
RC_COLD static void queue_and_wait(rc_thread *owner, rc_counter *counter, rc_dispose *dispose)
{
    _Atomic bool done = false;
    entry e = {.counter = counter, .dispose = dispose, .done = &done};
    rc_thread_block_begin();
    if (queue_or_merge(owner, &e)) {
        unsigned turns = 0;
        while (!rc_load_acquire(&done)) /* (11) acquire: pairs with (10) */
            rc_platform_relax(&turns);
    }
    rc_thread_block_end();
    rc_biased_dispose_if(e.dead, counter, dispose);
}

bool rc_biased_enqueue(rc_counter *counter, rc_dispose *dispose)
{
    rc_fetch_add_relaxed(&rc_thread_sums_of_self()->queued, 1); /* relaxed: a number */
    RC_POINT("enqueue");
    /*
     * relaxed: the token only says where to look; whoever clears it is met again in the queue's word. If it is
     * clear the owner has merged meanwhile, or is doing so.
     */
    uint64_t token = rc_load_relaxed(&counter->own) >> 32 << 32;
    if (token == 0)
        return false;
    rc_thread *owner = rc_thread_find_(token); /* who owns an object was attached once */
    int saved = errno;
    entry *e = rc_platform_allocate(sizeof *e);
    errno = saved; /* releasing cannot fail, so it must not look as if it had */
    if (e == NULL) {
        queue_and_wait(owner, counter, dispose);
        return true;
    }
    *e = (entry){.counter = counter, .dispose = dispose, .done = NULL};
    if (!queue_or_merge(owner, e)) {
        e->next = NULL;
        finish(e);
    }
    return true;
}
