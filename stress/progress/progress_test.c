/*
 * progress_test.c: that the measurement of progress finds what is claimed too much and what is claimed too
 * little, and nothing else.
 *
 * Each seed is a backend's table with one thing changed: the claim, or an operation that does not keep it.
 * The five backends as they are must come out as they say.
 */
#define RC_POINTS /* the locks of the seeds show themselves */
#include "refcount/atomics.h"
#include "refcount/ops.h"
#include "refcount/platform.h"
#include "refcount/tool/cli.h"
#include "refcount/tool/scale.h"
#include "refcount/tool/tap.h"
#include "stress/harness/suspend.h"
#include "stress/oracles/faults.h"
#include "stress/progress/large.h"
#include "stress/progress/pools.h"
#include "stress/progress/table.h"
#include "stress/schedule/points.h"
#include "stress/support/threads.h"

#include <string.h>

/* Seconds until one is taken to wait: for what must not happen, and for what must. */
#define PATIENCE 5.0
#define IMPATIENCE 0.5

static uint64_t seed;
static const rc_ops *real; /* what a seed is made from */
static rc_ops seeded;
static rc_backend_info says;
static stress_faults faults;

static const rc_backend_info *get_backend(void)
{
    return &says;
}

/* A table like the backend's, to be changed. */
static void sow(const char *backend)
{
    real = rc_ops_find(backend);
    seeded = *real;
    says = *real->get_backend();
    seeded.get_backend = get_backend;
}

static unsigned measure(const rc_ops *ops, const char *only, double patience)
{
    static progress_table table; /* large */
    memset(&faults, 0, sizeof faults);
    stress_faults_open(&faults);
    cast_open(ops, patience);
    progress_measure(&table, ops, only, seed);
    cast_close();
    return progress_judge(&table);
}

/* The operation of the seeded table is reported, in these words among others. */
static void reported(const char *seed_name, const char *operation, double patience,
                     const char *class, const char *why)
{
    unsigned complaints = measure(&seeded, operation, patience);
    const char *text = faults.first[STRESS_PROGRESS];
    tap_ok(complaints == 1 && strstr(text, class) != NULL && strstr(text, why) != NULL,
           "reported: %s", seed_name);
    tap_note("%s", text);
}

/* --------------------------------------------------------------------- retains that do not keep it */

static rc_mutex mutex = RC_MUTEX_INITIALIZER;
static _Atomic bool taken;
static _Atomic uint64_t word;

static void *under_a_lock(void *object)
{
    rc_mutex_lock(&mutex);
    real->retain(object);
    rc_mutex_unlock(&mutex);
    return object;
}

static void *under_a_lock_if_immortal(void *object)
{
    return real->count(object) == RC_IMMORTAL ? under_a_lock(object) : real->retain(object);
}

static void *waiting(void *object)
{
    unsigned turns = 0;
    while (rc_exchange_acquire(&taken, true)) /* acquire: pairs with the release below */
        rc_platform_relax(&turns);
    stress_point("inside");
    real->retain(object);
    rc_store_release(&taken, false);
    return object;
}

static void *spinning(void *object)
{
    while (rc_exchange_acquire(&taken, true)) /* acquire: as above */
        stress_point("spin");
    stress_point("inside");
    real->retain(object);
    rc_store_release(&taken, false);
    return object;
}

/* No event shows that it holds something, nor that it waits. */
static void *in_secret(void *object)
{
    while (rc_exchange_acquire(&taken, true)) /* acquire: as above */
        continue;
    for (int i = 0; i < 10000; i++)
        __asm__ volatile("" ::: "memory");
    rc_store_release(&taken, false);
    return real->retain(object);
}

static void *in_a_loop(void *object)
{
    uint64_t before = rc_load_relaxed(&word); /* relaxed, all: nothing depends on it */
    do {
        stress_point("loop");
    } while (!rc_cas_weak_relaxed(&word, &before, before + 1));
    return real->retain(object);
}

/* Gives up one reference in a hundred for lost. */
static void forgetful(void *object)
{
    static _Atomic unsigned times;
    if (rc_fetch_add_relaxed(&times, 1) % 100 != 99) /* relaxed: a number */
        real->release(object);
}

/* ------------------------------------------------------------------------------------- the tests */

static void the_backends_are_what_they_say(void)
{
    const rc_ops *ops;
    /* A lane that has no time for all leaves the rest to the scenario, which it plays or another does. */
    const char *only = rc_tool_scaled(100) < 10 ? "release" : NULL;
    for (unsigned i = 0; (ops = rc_ops_at(i)) != NULL; i++) {
        const char *name = ops->get_backend()->name;
        double begun = rc_tool_now();
        measure(ops, only, PATIENCE);
        tap_ok(stress_faults_total(&faults) == 0, "%s is what it says", name);
        tap_note("%.1f s; %s%s", rc_tool_now() - begun, faults.first[STRESS_PROGRESS],
                 faults.first[STRESS_LEAK]);
    }
}

static void claims_are_checked(void)
{
    sow("atomic");
    says.try_retain = RC_WAIT_FREE;
    reported("a compare-exchange loop that claims to be wait-free", "try_retain", PATIENCE,
             "try_retain is lock-free, wait-free by", "1000 turns");
    sow("biased");
    says.release = RC_WAIT_FREE;
    reported("a release that may queue and claims to be wait-free", "release", PATIENCE,
             "release is lock-free, wait-free by", "turns of");
    sow("atomic");
    says.retain = RC_BLOCKING;
    reported("an atomic addition that claims to block", "retain", PATIENCE, "retain is blocking by",
             "never seen to be");
    sow("atomic");
    says.retain = RC_LOCK_FREE;
    reported("an atomic addition that claims to be lock-free", "retain", PATIENCE,
             "retain is lock-free by", "never seen to be");
    sow("mutex");
    says.release = RC_LOCK_FREE;
    reported("a lock that claims to be lock-free", "release", PATIENCE,
             "release is blocking, lock-free by", "waits for a lock");
}

static void operations_are_watched(void)
{
    sow("atomic");
    seeded.retain = under_a_lock;
    reported("a retain that takes a lock", "retain", PATIENCE, "retain is blocking",
             "waits for a lock: the rival stands in retain");
    seeded.retain = under_a_lock_if_immortal;
    reported("a retain that takes a lock in one state alone", "retain", PATIENCE, "; immortal",
             "waits for a lock");
    seeded.retain = waiting;
    reported("a retain that waits for a flag", "retain", PATIENCE, "retain is blocking",
             "waits in a loop: the rival stands in retain, at inside");
    seeded.retain = spinning;
    reported("a retain that spins without waiting", "retain", PATIENCE, "retain is blocking",
             "comes by its points for ever");
    seeded.retain = in_a_loop;
    reported("a retain with a compare-exchange loop", "retain", PATIENCE, "retain is lock-free",
             "1000 turns of the rival's retain");
    if (stress_suspend_works()) {
        seeded.retain = in_secret;
        reported("a retain with a lock that shows no event", "retain", IMPATIENCE,
                 "retain is blocking", "without an event");
    }
    sow("atomic");
    seeded.release = forgetful;
    measure(&seeded, "retain", PATIENCE);
    tap_ok(stress_faults_of(&faults, STRESS_LEAK) == 1, "reported: releases that are lost");
}

static void the_large_is_watched(void)
{
    sow("atomic");
    progress_large l;
    double seconds = 0.1; /* where that is too short for a pause, it is given longer */
    do {
        l = progress_play_large(&seeded, seed, seconds *= 2, PATIENCE);
    } while (l.seen.pauses == 0 && !l.seen.stuck && seconds < 10);
    tap_ok(l.played && !l.seen.stuck && !l.unsound && l.seen.pauses > 0,
           "in the large nobody is stuck: %llu pauses", (unsigned long long)l.seen.pauses);
    seeded.retain = waiting;
    l = progress_play_large(&seeded, seed, 60, IMPATIENCE);
    tap_ok(l.played && l.seen.stuck && !l.unsound, "in the large one that waits for a flag is");
    tap_note("%s", l.seen.why);
    sow("mutex");
    l = progress_play_large(&seeded, seed, 60, PATIENCE);
    tap_ok(!l.played, "what says that it blocks is not played in the large");
    says.retain = says.release = says.try_retain = RC_LOCK_FREE;
    l = progress_play_large(&seeded, seed, 60, IMPATIENCE);
    tap_ok(l.played && l.seen.stuck, "what blocks and does not say so is stuck there");
    tap_note("%s", l.seen.why);
}

int main(void)
{
    seed = stress_seed();
    rc_cli_init("progress_test");
    progress_pools_install();
    the_backends_are_what_they_say();
    claims_are_checked();
    operations_are_watched();
    the_large_is_watched();
    return tap_done();
}
