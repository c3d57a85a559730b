/*
 * pauses.c: see pauses.h.
 */
#include "stress/progress/pauses.h"

#include "refcount/atomics.h"
#include "refcount/platform.h"
#include "refcount/tool/cli.h"
#include "stress/harness/self.h"
#include "stress/progress/waits.h"
#include "stress/schedule/points.h"
#include "stress/support/threads.h"

#include <sched.h>
#include <stdio.h>

enum { ONE_IN = 1000, NOBODY = PAUSERS };

typedef struct pauser {
    unsigned self;
    uint64_t random;
    unsigned points;
    const char *doing;
    pauses_seen seen; /* of itself; its operations are in `ended` */
    _Atomic uint64_t ended;
} __attribute__((aligned(64))) pauser;

static pauser pausers[PAUSERS];
static _Thread_local pauser *myself;
static double patience;
static _Atomic unsigned pausing; /* who */
static _Atomic bool over;

/* relaxed, wherever no other order is named: a number, or a sign that may be seen a little later. */
static uint64_t ended_by(unsigned who)
{
    return rc_load_relaxed(&pausers[who].ended);
}

bool pauses_over(void)
{
    return rc_load_relaxed(&over);
}

void pauses_make_over(void)
{
    rc_store_relaxed(&over, true);
}

static unsigned one_that_ended_nothing(unsigned self, const uint64_t *since)
{
    for (unsigned i = 0; i < PAUSERS; i++) {
        if (i != self && ended_by(i) == since[i])
            return i;
    }
    return NOBODY;
}

static void complain(pauser *p, unsigned late)
{
    char text[120];
    stress_self_describe(text, sizeof text);
    snprintf(p->seen.why, sizeof p->seen.why, "%s ended nothing while %s paused: %s",
             stress_self_name(late), stress_self_name(p->self), text);
    p->seen.stuck = true;
    pauses_make_over();
}

static void pause_here(pauser *p)
{
    unsigned late, turns = 0;
    uint64_t since[PAUSERS];
    double begun = rc_tool_now(), now = begun, spent = 0;
    for (unsigned i = 0; i < PAUSERS; i++)
        since[i] = ended_by(i);
    while ((late = one_that_ended_nothing(p->self, since)) != NOBODY && !pauses_over()) {
        rc_platform_pause(&turns);
        double before = now;
        now = rc_tool_now();
        spent += now - before < PROGRESS_SLICE ? now - before : PROGRESS_SLICE;
        if (spent > patience)
            complain(p, late);
    }
    p->seen.pauses++;
    if (now - begun > p->seen.longest)
        p->seen.longest = now - begun;
}

static void event(pauser *p)
{
    unsigned nobody = NOBODY;
    if (++p->points > p->seen.points) {
        p->seen.points = p->points;
        p->seen.busiest = p->doing;
    }
    if (stress_random(&p->random) % ONE_IN != 0)
        return;
    /* acq_rel: pairs with itself and the release below: one pause after the other. */
    if (!rc_cas_acq_rel(&pausing, &nobody, p->self))
        return;
    if (!pauses_over())
        pause_here(p);
    rc_store_release(&pausing, NOBODY);
}

static void at_point(void *arg, const char *name)
{
    (void)name;
    event(arg);
}

static void at_lock(void *arg, rc_lock_event what, const void *lock)
{
    (void)what;
    (void)lock;
    event(arg);
}

static void waiting(void *arg)
{
    event(arg);
}

static const stress_listener listener = {at_point, at_lock, waiting, NULL};

void pauses_begin(unsigned self)
{
    myself = &pausers[self];
    stress_self_take(self);
    stress_listen(&listener, myself);
}

void pauses_end(void)
{
    stress_listen(NULL, NULL);
}

void pauses_operation_begins(const char *name)
{
    stress_self_begins(name);
    myself->doing = name;
    myself->points = 0;
}

void pauses_operation_ends(void)
{
    stress_self_ends();
    rc_store_relaxed(&myself->ended, ended_by(myself->self) + 1);
    if (rc_load_relaxed(&pausing) != NOBODY)
        sched_yield(); /* those that have ended nothing yet may need this processor */
}

void pauses_open(uint64_t seed, double seconds)
{
    patience = seconds;
    rc_store_relaxed(&pausing, NOBODY);
    rc_store_relaxed(&over, false);
    for (unsigned i = 0; i < PAUSERS; i++)
        pausers[i] = (pauser){.self = i, .random = seed + i};
}

pauses_seen pauses_close(void)
{
    pauses_seen all = {.busiest = "nothing"};
    for (unsigned i = 0; i < PAUSERS; i++) {
        const pauses_seen *one = &pausers[i].seen;
        all.operations += ended_by(i);
        all.pauses += one->pauses;
        if (one->longest > all.longest)
            all.longest = one->longest;
        if (one->points > all.points) {
            all.points = one->points;
            all.busiest = one->busiest;
        }
        if (one->stuck) {
            all.stuck = true;
            snprintf(all.why, sizeof all.why, "%s", one->why);
        }
    }
    return all;
}
