/*
 * destructor_under_lock.c: C07b. The classic mistake: an object's destructor runs while its lock is held.
 *
 * A subject knows its listener and the listener its subject, without counting each other. Whichever dies first
 * tells the other, for which it needs that one's lock. One thread drops subjects, the other listeners.
 */
#include "bench/claims/claim.h"
#include "bench/claims/standoff.h"
#include "refcount/tool/cli.h"

#include <pthread.h>
#include <stddef.h>

enum { PAIRS = 1000, TRIES = 4 };

typedef struct party {
    standoff_lock lock;
    unsigned references;
    struct party *peer; /* guarded by both locks */
} party;

typedef struct world {
    party subject[PAIRS], listener[PAIRS];
    pthread_barrier_t meet;
    bool unlock_first; /* the cure: the lock is for the count alone */
} world;

static void forget(unsigned index, party *dying)
{
    party *peer = dying->peer;
    if (peer == NULL)
        return;
    standoff_acquire(index, &peer->lock);
    peer->peer = NULL;
    standoff_release(index, &peer->lock);
}

static void drop(world *w, unsigned index, party *p)
{
    standoff_acquire(index, &p->lock);
    bool last = --p->references == 0;
    if (w->unlock_first)
        standoff_release(index, &p->lock);
    if (last)
        forget(index, p);
    if (!w->unlock_first)
        standoff_release(index, &p->lock);
}

static void play(void *arg, unsigned index)
{
    world *w = arg;
    for (unsigned i = 0; i < PAIRS; i++) {
        pthread_barrier_wait(&w->meet);
        drop(w, index, index == 0 ? &w->subject[i] : &w->listener[i]);
    }
}

static void prepare(world *w, bool unlock_first)
{
    w->unlock_first = unlock_first;
    if (pthread_barrier_init(&w->meet, NULL, 2) != 0)
        rc_cli_fail("cannot make a barrier");
    for (unsigned i = 0; i < PAIRS; i++) {
        w->subject[i] = (party){{PTHREAD_MUTEX_INITIALIZER}, 1, &w->listener[i]};
        w->listener[i] = (party){{PTHREAD_MUTEX_INITIALIZER}, 1, &w->subject[i]};
    }
}

static void run(claim_result *r)
{
    static world w;
    unsigned dead = 0, cured = 0;
    double first = 0;
    claim_axes(r, "the lock is held over", "deadlocks in 4 runs", false);
    for (unsigned i = 0; i < TRIES; i++) {
        prepare(&w, false);
        standoff s = standoff_run(play, NULL, &w, 5);
        dead += s.deadlock;
        if (s.deadlock && first == 0)
            first = (double)s.acquisitions;
        prepare(&w, true);
        s = standoff_run(play, NULL, &w, 20);
        cured += s.finished;
    }
    claim_bar(r, "deadlocks", "count and destructor", dead);
    claim_bar(r, "deadlocks", "the count alone", TRIES - cured);
    claim_number(r, "locks_until_the_first", first);
    claim_must(r, dead > 0,
               "%u of %u runs ended in a circle of two threads, the first after %.0f locks", dead,
               TRIES, first);
    claim_limit(r, cured == TRIES,
                "with the destructor after the unlocking all %u runs came to their end", cured);
}

RC_CLAIM(destructor_under_lock) = {
    .id = "C07b",
    .name = "destructor-under-lock",
    .sentence = "A lock in every object leads to deadlocks (here: destructors run under it).",
    .built =
        "Pairs of objects that take leave of each other when they die, dropped from both ends.",
    .measured = "Whether two threads end up waiting for each other; the same with the lock given "
                "back first.",
    .run = run,
};
