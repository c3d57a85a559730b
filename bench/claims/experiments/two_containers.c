/*
 * two_containers.c: C07c and C07d. Moving between two containers that each have a lock, in both directions;
 * and what can be done about it.
 */
#include "bench/claims/claim.h"
#include "bench/claims/lab.h"
#include "bench/claims/standoff.h"
#include "refcount/atomics.h"
#include "refcount/tool/cli.h"

#include <sched.h>
#include <stddef.h>

enum { MOVES = 200000, TRIES = 4 };

typedef enum way { NAIVE, BACK_OFF, PAIR, NESTED, WAYS } way;

typedef struct world {
    way way;
    standoff_lock mutex[2];
    rc_lock lock[2];
    int64_t content[2];
    _Atomic uint64_t suspensions;
} world;

static void move(world *w, unsigned from)
{
    w->content[from]--;
    w->content[1 - from]++;
}

static void naive(world *w, unsigned from)
{
    standoff_acquire(from, &w->mutex[from]);
    standoff_acquire(from, &w->mutex[1 - from]);
    move(w, from);
    standoff_release(from, &w->mutex[1 - from]);
    standoff_release(from, &w->mutex[from]);
}

static void back_off(world *w, unsigned from)
{
    for (;;) {
        standoff_acquire(from, &w->mutex[from]);
        if (standoff_try(from, &w->mutex[1 - from]))
            break;
        standoff_release(from, &w->mutex[from]);
        sched_yield();
    }
    move(w, from);
    standoff_release(from, &w->mutex[1 - from]);
    standoff_release(from, &w->mutex[from]);
}

static void nested(const rc_ops *ops, world *w, unsigned from)
{
    rc_section outer, inner;
    ops->section_begin(&outer, &w->lock[from]);
    int64_t seen = w->content[from];
    ops->section_begin(&inner, &w->lock[1 - from]);
    w->content[1 - from]++;
    ops->section_end(&inner);
    /* The value from above would be wrong if the section was suspended meanwhile. */
    rc_fetch_add_relaxed(&w->suspensions, outer.suspensions);
    w->content[from] = (outer.suspensions > 0 ? w->content[from] : seen) - 1;
    ops->section_end(&outer);
}

static void work(void *arg, unsigned index)
{
    world *w = arg;
    const rc_ops *ops = claims_kernel_of("atomic")->ops;
    lab_enter(ops, NULL);
    for (int i = 0; i < MOVES; i++) {
        if (w->way == NAIVE) {
            naive(w, index);
        } else if (w->way == BACK_OFF) {
            back_off(w, index);
        } else if (w->way == NESTED) {
            nested(ops, w, index);
        } else {
            rc_section pair;
            ops->section_begin_pair(&pair, &w->lock[0], &w->lock[1]);
            move(w, index);
            ops->section_end(&pair);
        }
    }
    lab_leave(ops, NULL);
}

/* Both threads moved as much: the contents are what they were. Suspensions, plus a large number if not. */
static uint64_t judge(void *arg)
{
    world *w = arg;
    bool right = w->content[0] == 0 && w->content[1] == 0;
    return rc_load_relaxed(&w->suspensions) + (right ? 0 : UINT64_C(1) << 60);
}

static standoff play(way way)
{
    world w = {.way = way, .mutex = {{PTHREAD_MUTEX_INITIALIZER}, {PTHREAD_MUTEX_INITIALIZER}}};
    return standoff_run(work, judge, &w, 30);
}

static void run_naive(claim_result *r)
{
    unsigned dead = 0;
    claim_axes(r, "run", "locks until the deadlock", false);
    for (unsigned i = 0; i < TRIES; i++) {
        standoff s = play(NAIVE);
        dead += s.deadlock;
        claim_point(r, "two containers", i + 1, (double)s.acquisitions);
    }
    claim_number(r, "deadlocks", dead);
    claim_must(r, dead > 0, "%u of %u runs ended with two threads that wait for each other", dead,
               TRIES);
}

static void run_cures(claim_result *r)
{
    static const char *const name[WAYS] = {[BACK_OFF] = "try and give back",
                                           [PAIR] = "in the order of their addresses",
                                           [NESTED] = "critical sections"};
    unsigned cures = 0;
    claim_axes(r, "cure", "nanoseconds per move", false);
    for (way way = BACK_OFF; way < WAYS; way++) {
        standoff s = play(way);
        bool works = s.finished && s.answer < UINT64_C(1) << 60;
        cures += works;
        claim_bar(r, "two threads", name[way], s.seconds / (2.0 * MOVES) * 1e9);
        if (way == NESTED)
            claim_number(r, "suspensions", (double)s.answer);
        claim_number(r, name[way], works);
    }
    claim_must(
        r, cures == 0,
        "%u of 3 cures did all %d moves of two threads without a deadlock, with nothing lost",
        cures, 2 * MOVES);
}

RC_CLAIM(two_containers) = {
    .id = "C07c",
    .name = "two-containers",
    .sentence = "A lock in every object leads to deadlocks (here: an operation on two containers).",
    .built = "Two threads move items between the same two containers, in opposite directions.",
    .measured = "Whether they end up waiting for each other, and after how many locks.",
    .run = run_naive,
};

RC_CLAIM(deadlock_cures) = {
    .id = "C07d",
    .name = "deadlock-cures",
    .sentence = "With a lock in every object such deadlocks cannot be avoided.",
    .built = "The same moves with three cures: trying, a fixed order, critical sections.",
    .measured = "Whether all moves were done, whether nothing was lost, and what one costs.",
    .run = run_cures,
};
