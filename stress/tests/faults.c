/*
 * faults.c: see faults.h.
 *
 * Each wrapper calls the right operation and does one thing wrong. All are shown by schedule: the first
 * execution that meets a fault ends the play, so that nothing which follows from it can follow.
 */
#include "stress/tests/faults.h"

#include "refcount/atomics.h"
#include "stress/tests/locks.h"
#include "stress/tests/victims.h"

#include <signal.h>

static const rc_ops *real;

void stress_faults_put_into(const rc_ops *right)
{
    real = right;
    test_locks_init();
}

/* --------------------------------------------------------------------------------------- counting */

static void forget_release(void *object)
{
    if (real->count(object) <= 2)
        real->release(object);
}

static void forgotten_release(rc_ops *ops)
{
    ops->release = forget_release;
}

static void forget_last(void *object)
{
    if (real->count(object) > 1)
        real->release(object);
}

static void forgotten_last_release(rc_ops *ops)
{
    ops->release = forget_last;
}

static uint64_t count_last_wrong(const void *object)
{
    uint64_t count = real->count(object);
    return count == 1 ? 2 : count;
}

static void last_count_off_by_one(rc_ops *ops)
{
    ops->count = count_last_wrong;
}

static uint64_t count_others_wrong(const void *object)
{
    uint64_t count = real->count(object);
    return count > 1 ? count + 1 : count;
}

static void count_off_by_one(rc_ops *ops)
{
    ops->count = count_others_wrong;
}

static void release_two(void *object)
{
    if (real->count(object) == 2)
        real->release(object);
    real->release(object);
}

static void early_destruction(rc_ops *ops)
{
    ops->release = release_two;
}

static void destroy_and_release(void *object)
{
    if (real->count(object) == 1)
        real->type_of(object)->destroy(object);
    real->release(object);
}

static void destruction_twice(rc_ops *ops)
{
    ops->release = destroy_and_release;
}

/* The child's last release is its parent's end. */
static void destroy_child_at_once(void *object)
{
    if (object == victim_child())
        real->type_of(object)->destroy(object);
    else
        real->release(object);
}

static void end_inside_another(rc_ops *ops)
{
    ops->release = destroy_child_at_once;
}

/* ---------------------------------------------------------------------------------- dead memory */

static void release_and_write(void *object)
{
    bool last = real->count(object) == 1;
    real->release(object);
    if (last)
        ((stress_node *)object)->touched[1] = 1;
}

static void write_after_free(rc_ops *ops)
{
    ops->release = release_and_write;
}

static _Atomic(stress_subject *) remembered;

static rc_weak *remember(void *object)
{
    rc_store_relaxed(&remembered, ((stress_node *)object)->subject); /* relaxed: one at a time */
    return real->weak_new(object);
}

static void *raise_dead(rc_weak *weak)
{
    stress_subject *subject = rc_load_relaxed(&remembered);
    return stress_destroyed(subject) ? subject->object : real->weak_upgrade(weak);
}

static void upgrade_of_the_dead(rc_ops *ops)
{
    ops->weak_new = remember;
    ops->weak_upgrade = raise_dead;
}

/* ---------------------------------------------------------------------------- locks and waiting */

static void *lock_and_retain(void *object)
{
    if (victim_acts())
        lock(0);
    return real->retain(object);
}

static void lock_never_released(rc_ops *ops)
{
    ops->retain = lock_and_retain;
}

static void *retain_under_two(void *object)
{
    unsigned first = stress_self() % 2;
    lock(first);
    lock(1 - first);
    real->retain(object);
    unlock(1 - first);
    unlock(first);
    return object;
}

static void locks_in_opposite_order(rc_ops *ops)
{
    ops->retain = retain_under_two;
}

static void release_after_waiting(void *object)
{
    unsigned turns = 0;
    for (;;)
        stress_waiting(&turns);
    real->release(object);
}

static void endless_waiting(rc_ops *ops)
{
    ops->release = release_after_waiting;
}

/* ------------------------------------------------------------------------------ owners and queues */

static void do_nothing(void)
{
}

static void queue_never_drained(rc_ops *ops)
{
    ops->thread_poll = do_nothing;
    ops->thread_detach = do_nothing;
}

static _Atomic(void *) postponed;

static void postpone_last(void *object)
{
    if (real->count(object) == 1)
        rc_store_relaxed(&postponed, object); /* relaxed: one actor runs at a time */
    else
        real->release(object);
}

static void release_postponed(void)
{
    void *object = rc_exchange_acq_rel(&postponed, NULL);
    if (object != NULL)
        real->release(object);
    real->thread_detach();
}

static void death_that_waits_for_a_detach(rc_ops *ops)
{
    ops->release = postpone_last;
    ops->thread_detach = release_postponed;
}

/* -------------------------------------------------------------------------------- the rest */

static bool always(const void *object)
{
    (void)object;
    return true;
}

static void uniqueness_for_all(rc_ops *ops)
{
    ops->is_unique = always;
}

/* As the kernel would do it, and not as a sanitizer would describe it. */
static void die(void)
{
    signal(SIGSEGV, SIG_DFL);
    raise(SIGSEGV);
}

static void *crash(void *object)
{
    if (victim_acts())
        die();
    return real->retain(object);
}

static void segmentation_fault(rc_ops *ops)
{
    ops->retain = crash;
}

static void crash_when_at_rest(void *object)
{
    if (!victim_acts())
        die();
    real->release(object);
}

static void wrong_count_then_crash(rc_ops *ops)
{
    ops->count = count_others_wrong;
    ops->release = crash_when_at_rest;
}

#define UNDEAD (ORACLE(LATE_GARBAGE) | ORACLE(LEAK))

const fault stress_faults_seeded[] = {
    {"a release is forgotten", "atomic", forgotten_release, &victim_holders,
     ORACLE(LOST_UPDATE) | ORACLE(FINAL_COUNT) | UNDEAD, "of 2 references"},
    {"the last release is forgotten", "atomic", forgotten_last_release, &victim_ending, UNDEAD,
     "with no reference left"},
    {"the count is off by one", "atomic", count_off_by_one, &victim_holders, ORACLE(LOST_UPDATE),
     "the count is 3, of 2 references"},
    {"the count of one is off by one", "atomic", last_count_off_by_one, &victim_holders,
     ORACLE(FINAL_COUNT), "the count is 2 with one reference left"},
    {"the last but one reference destroys", "atomic", early_destruction, &victim_ending,
     ORACLE(PREMATURE_FREE), "with 1 references left"},
    {"the last reference destroys twice", "mutex", destruction_twice, &victim_ending,
     ORACLE(DOUBLE_FREE), "destroyed twice"},
    {"a write after the last release", "atomic", write_after_free, &victim_ending,
     ORACLE(USE_AFTER_FREE), "of a freed block"},
    {"an upgrade raises the dead", "atomic", upgrade_of_the_dead, &victim_upgrades,
     ORACLE(USE_AFTER_FREE), "rc_weak_upgrade gave T"},
    {"a lock is never released", "atomic", lock_never_released, &victim_holders, ORACLE(DEADLOCK),
     "waits for a lock that T1 holds"},
    {"two locks are taken in opposite orders", "atomic", locks_in_opposite_order, &victim_holders,
     ORACLE(DEADLOCK), "waits for a lock that T2 holds"},
    {"a waiting loop waits for nothing", "atomic", endless_waiting, &victim_ending,
     ORACLE(LIVELOCK), "rc_release at waiting"},
    {"an owner's queue is never drained", "biased", queue_never_drained, &victim_owned,
     ORACLE(STUCK_QUEUE) | UNDEAD, "1 objects were queued and 0 merged"},
    {"a death waits for a detach", "atomic", death_that_waits_for_a_detach, &victim_ending,
     ORACLE(LATE_GARBAGE), "after the safepoints of all threads"},
    {"an object ends inside the end of another", "atomic", end_inside_another, &victim_families,
     ORACLE(CONTRACT), "destroy ran inside the end of another object"},
    {"an outcome is forbidden", "atomic", uniqueness_for_all, &victim_asking, ORACLE(OUTCOME),
     "'unique' is forbidden: two hold it"},
    {"an outcome is unknown", "atomic", uniqueness_for_all, &victim_asking_more, ORACLE(OUTCOME),
     "'unique' is not among the outcomes"},
    {"a segmentation fault", "atomic", segmentation_fault, &victim_holders, ORACLE(CRASH),
     "killed by signal 11"},
    {"a wrong count before a crash", "atomic", wrong_count_then_crash, &victim_holders,
     ORACLE(LOST_UPDATE) | ORACLE(CRASH), "the count is 3"},
    {0},
};
