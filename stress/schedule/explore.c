/*
 * explore.c: see explore.h.
 *
 * The state below is touched by one thread at a time: whoever has the turn. Handing the turn over by a
 * semaphore orders it.
 */
#include "stress/schedule/explore.h"

#include "refcount/atomics.h"
#include "stress/oracles/faults.h"
#include "stress/schedule/points.h"
#include "stress/support/semaphore.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    DECISIONS = 256,
    SCHEDULE = DECISIONS + 8,
    LOCKS = 64,
    FRUITLESS_TURNS = 1000,
    NOBODY = STRESS_ACTORS
};

typedef enum progress { ABLE, WANTS_LOCK, WAITS, AWAITS, DONE } progress;

typedef struct actor {
    sem_t turn;
    progress progress;
    const void *lock;             /* that it wants */
    const _Atomic uint32_t *word; /* that it awaits a value of */
    uint32_t value;
    unsigned fruitless; /* turns of its waiting loop since somebody else made a step */
} actor;

/* Who could go on at a decision, the default first; which of them did. */
typedef struct decision {
    unsigned char options[STRESS_ACTORS];
    unsigned char count, taken;
} decision;

static struct {
    actor actor[STRESS_ACTORS];
    unsigned actors;
    decision decision[DECISIONS];
    unsigned depth, prefix; /* decisions taken in this execution; how many of them are given */
    unsigned preemptions, bound;
    bool replaying, cut;
    struct {
        const void *lock;
        unsigned holder;
    } held[LOCKS];
    uint64_t divergences;
    sem_t over;
    /* The bound, a colon, a digit for each decision. relaxed: the watchdog may look at any time. */
    _Atomic char text[SCHEDULE];
    unsigned digits; /* where they begin */
    void (*abandon)(void);
} search;

/* ------------------------------------------------------------------------------------- locks */

static unsigned holder_of(const void *lock)
{
    for (unsigned i = 0; i < LOCKS; i++) {
        if (search.held[i].lock == lock)
            return search.held[i].holder;
    }
    return NOBODY;
}

static void note_lock(const void *old, const void *lock, unsigned holder)
{
    for (unsigned i = 0; i < LOCKS; i++) {
        if (search.held[i].lock == old) {
            search.held[i].lock = lock;
            search.held[i].holder = holder;
            return;
        }
    }
}

/* ---------------------------------------------------------------------------------- decisions */

static bool can_go_on(unsigned index)
{
    const actor *a = &search.actor[index];
    switch (a->progress) {
    case ABLE:
        return true;
    case WANTS_LOCK:
        return holder_of(a->lock) == NOBODY;
    case AWAITS:
        return rc_load_relaxed(a->word) >= a->value; /* relaxed: the actor itself looks again */
    default:
        return false;
    }
}

static unsigned add_if_able(unsigned char *options, unsigned count, unsigned index)
{
    if (can_go_on(index))
        options[count++] = (unsigned char)index;
    return count;
}

/* Those in waiting loops, when nobody else is left: the one that has waited in vain least. */
static unsigned a_waiting_one(void)
{
    unsigned best = NOBODY;
    for (unsigned i = 0; i < search.actors; i++) {
        if (search.actor[i].progress == WAITS &&
            (best == NOBODY || search.actor[i].fruitless < search.actor[best].fruitless))
            best = i;
    }
    return best;
}

static unsigned decide(const unsigned char *options, unsigned count)
{
    if (count == 1)
        return options[0];
    if (search.depth == DECISIONS) {
        search.cut = true;
        return options[0];
    }
    decision *d = &search.decision[search.depth];
    if (search.depth < search.prefix) {
        if (search.replaying)
            memcpy(d->options, options, count);
        if (d->taken >= count || memcmp(d->options, options, count) != 0) {
            search.divergences++;
            d->taken = 0;
        }
    } else {
        d->taken = 0;
    }
    memcpy(d->options, options, count);
    d->count = (unsigned char)count;
    rc_store_relaxed(&search.text[search.digits + search.depth], (char)('0' + d->taken));
    rc_store_relaxed(&search.text[search.digits + ++search.depth], '\0');
    return options[d->taken];
}

/* Who goes on. `current` has just come by a point, or NOBODY has. */
static unsigned next_actor(unsigned current)
{
    unsigned char options[STRESS_ACTORS];
    unsigned count = 0;
    bool able = current != NOBODY && can_go_on(current);
    if (able)
        count = add_if_able(options, count, current);
    if (!able || search.preemptions < search.bound) {
        for (unsigned i = 0; i < search.actors; i++) {
            if (i != current || !able)
                count = add_if_able(options, count, i);
        }
    }
    if (count == 0)
        return a_waiting_one();
    unsigned chosen = decide(options, count);
    search.preemptions += able && chosen != current;
    return chosen;
}

static bool all_done(void)
{
    for (unsigned i = 0; i < search.actors; i++) {
        if (search.actor[i].progress != DONE)
            return false;
    }
    return true;
}

static void give_up(stress_oracle oracle)
{
    char text[STRESS_FAULT_TEXT];
    stress_self_describe(text, sizeof text);
    stress_fault(oracle, "%s", text);
    search.abandon();
    abort();
}

/* The turn goes to `next`; the calling thread waits for its own unless it has finished. */
static void pass(unsigned from, unsigned next)
{
    if (next == from)
        return;
    bool goes_on = from != NOBODY && search.actor[from].progress != DONE;
    sem_post(&search.actor[next].turn); /* from here on the state is the next one's */
    if (goes_on)
        stress_wait(&search.actor[from].turn);
}

static void step(unsigned self)
{
    for (unsigned i = 0; i < search.actors; i++) {
        if (i != self && search.actor[i].progress == WAITS &&
            search.actor[self].progress != WAITS) {
            search.actor[i].progress = ABLE;
            search.actor[i].fruitless = 0;
        }
    }
    unsigned next = next_actor(self);
    if (next == NOBODY)
        give_up(STRESS_DEADLOCK);
    if (search.actor[next].progress == WAITS && ++search.actor[next].fruitless > FRUITLESS_TURNS)
        give_up(STRESS_LIVELOCK);
    pass(self, next);
}

/* -------------------------------------------------------------------------- events of an actor */

static void at_point(void *arg, const char *name)
{
    (void)name;
    search.actor[(uintptr_t)arg].progress = ABLE;
    search.actor[(uintptr_t)arg].fruitless = 0;
    step((unsigned)(uintptr_t)arg);
}

static void at_lock(void *arg, rc_lock_event event, const void *lock)
{
    unsigned self = (unsigned)(uintptr_t)arg;
    actor *a = &search.actor[self];
    if (event == RC_LOCK_TAKEN) {
        note_lock(NULL, lock, self);
        return;
    }
    if (event == RC_LOCK_FREED) {
        note_lock(lock, NULL, NOBODY);
        a->progress = ABLE;
        step(self);
        return;
    }
    a->progress = WANTS_LOCK;
    a->lock = lock;
    step(self);
    a->progress = ABLE;
}

static void waiting(void *arg)
{
    search.actor[(uintptr_t)arg].progress = WAITS;
    step((unsigned)(uintptr_t)arg);
    search.actor[(uintptr_t)arg].progress = ABLE;
}

static void awaits(void *arg, const _Atomic uint32_t *word, uint32_t value)
{
    actor *a = &search.actor[(uintptr_t)arg];
    a->progress = AWAITS;
    a->word = word;
    a->value = value;
    step((unsigned)(uintptr_t)arg);
    a->progress = ABLE;
}

static const stress_listener listener = {at_point, at_lock, waiting, awaits};

void stress_explore_enter(unsigned self)
{
    stress_wait(&search.actor[self].turn);
    stress_listen(&listener, (void *)(uintptr_t)self);
}

void stress_explore_leave(void)
{
    unsigned self = stress_self();
    stress_listen(NULL, NULL);
    search.actor[self].progress = DONE;
    if (all_done())
        sem_post(&search.over);
    else
        step(self);
}

/* -------------------------------------------------------------------------------- the search */

static void reset_execution(void)
{
    for (unsigned i = 0; i < search.actors; i++) {
        search.actor[i].progress = ABLE;
        search.actor[i].fruitless = 0;
    }
    memset(search.held, 0, sizeof search.held);
    search.depth = search.preemptions = 0;
    char bound[8];
    search.digits = (unsigned)snprintf(bound, sizeof bound, "%u:", search.bound % 1000);
    for (unsigned i = 0; i <= search.digits; i++)
        rc_store_relaxed(&search.text[i], bound[i]);
}

static void begin(unsigned actors, unsigned bound)
{
    static bool ready;
    for (unsigned i = 0; !ready && i < STRESS_ACTORS; i++) {
        if (sem_init(&search.actor[i].turn, 0, 0) != 0)
            abort();
    }
    if (!ready && sem_init(&search.over, 0, 0) != 0)
        abort();
    ready = true;
    search.actors = actors;
    search.bound = bound;
    search.prefix = 0;
    search.replaying = search.cut = false;
    reset_execution();
}

void stress_explore_begin(unsigned actors, unsigned preemptions)
{
    begin(actors, preemptions);
}

bool stress_explore_replay(unsigned actors, const char *schedule)
{
    unsigned bound;
    int digits = 0;
    if (schedule[0] < '0' || schedule[0] > '9' || /* nor a sign, which sscanf takes */
        sscanf(schedule, "%3u:%n", &bound, &digits) != 1 || digits == 0)
        return false;
    begin(actors, bound);
    search.replaying = true;
    for (const char *digit = schedule + digits; *digit != '\0'; digit++, search.prefix++) {
        if (*digit < '0' || *digit >= '0' + STRESS_ACTORS || search.prefix >= DECISIONS)
            return false;
        search.decision[search.prefix].taken = (unsigned char)(*digit - '0');
    }
    return true;
}

void stress_explore_run(void)
{
    unsigned first = next_actor(NOBODY);
    pass(NOBODY, first);
    stress_wait(&search.over);
    if (search.depth < search.prefix)
        search.divergences++; /* decisions that nobody asked for */
}

bool stress_explore_next(void)
{
    if (search.replaying)
        return false;
    while (search.depth > 0) {
        decision *d = &search.decision[search.depth - 1];
        if (d->taken + 1u < d->count) {
            d->taken++;
            search.prefix = search.depth;
            reset_execution();
            return true;
        }
        search.depth--;
    }
    return false;
}

bool stress_explore_cut(void)
{
    return search.cut;
}

const char *stress_explore_text(void)
{
    static _Thread_local char text[SCHEDULE];
    for (unsigned i = 0; i < SCHEDULE; i++)
        text[i] = rc_load_relaxed(&search.text[i]);
    return text;
}

uint64_t stress_explore_divergences(void)
{
    return search.divergences;
}

void stress_explore_on_deadlock(void (*abandon)(void))
{
    search.abandon = abandon;
}
