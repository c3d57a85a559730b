/*
 * allocation-failure: the library's n-th allocation fails, once or from there on, for every n.
 *
 * Three threads attach, make objects that refer to each other's, make weak references, release what others
 * own, and leave; each n in a process of its own, so that the first allocation of everything is among them:
 * thread records, exit hooks, fork hooks, objects, the weak table's arrays and blocks, queue entries.
 *
 *   T1 (owner)                     T2
 *                                  release: no memory for an entry of T1's queue
 *                                  waits for T1's safepoint      <- must not fail, nor look as if it had
 *   safepoint: merges, lets T2 go
 *
 * Hunts: a failure that is not reported, or by the wrong errno; a failed call that has changed something; a
 * release that fails, or leaves an errno; anything lost or freed twice on the way out. Passes: no fault for
 * any n, up to the first for which nothing fails any more.
 *
 *   allocation-failure  biased   sound        133 schedules (2 of 2 searches complete)
 */
#include "stress/harness/child.h"
#include "stress/harness/stage.h"
#include "stress/oracles/handles.h"
#include "stress/oracles/quarantine.h"
#include "stress/oracles/shortage.h"
#include "stress/support/puppet.h"

#include "refcount/tool/cli.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { CREW = 3, CROWD = 240, PAIRS = CREW * CREW, NOTHING_FAILED = 3, ERRNO = 1234, MOST = 2000 };

/* Smaller blocks are objects, handles and queue entries: the weak table keeps its arrays for later. */
enum { TABLE = 128 };

static struct {
    stress_stage stage;
    uint64_t n;
    bool persistent;
    puppet crew[CREW];
    stress_subject chain[CREW], pair[PAIRS], crowd[CROWD];
    stress_handle handle[CREW + CROWD];
} run;

/* ------------------------------------------------------------------------- what each thread does */

/* A call has failed: as it should say. */
static void check_errno(const char *call, int other)
{
    if (errno != ENOMEM && errno != other)
        stress_fault(STRESS_CONTRACT, "%s fails with errno %d", call, errno);
}

static uint64_t living(void)
{
    rc_stats stats;
    run.stage.ops->get_stats(&stats);
    return stats.live_objects;
}

static void attach(void *arg)
{
    stress_self_take((unsigned)(uintptr_t)arg);
    if (run.stage.ops->thread_attach() == 0)
        return;
    check_errno("rc_thread_attach", EAGAIN);
    stress_shortage_pause(true);
    stress_attach(run.stage.ops);
    stress_shortage_pause(false);
}

static void make(stress_subject *subject, const rc_type *type)
{
    uint64_t before = living();
    errno = 0;
    if (stress_try_make(&run.stage, subject, type))
        return;
    check_errno("rc_new", ENOMEM);
    if (living() != before)
        stress_fault(STRESS_CONTRACT, "rc_new fails, and there is an object more");
}

static void find(stress_handle *handle, stress_subject *subject)
{
    if (subject->object == NULL)
        return;
    uint64_t before = run.stage.ops->count(subject->object);
    errno = 0;
    if (stress_handle_try_new(&run.stage, handle, subject))
        return;
    check_errno("rc_weak_new", ENOMEM);
    if (run.stage.ops->count(subject->object) != before)
        stress_fault(STRESS_CONTRACT, "rc_weak_new fails, and the count is another");
}

static void release(stress_subject *subject)
{
    errno = ERRNO;
    stress_give_back(&run.stage, subject, stress_self());
    if (errno != ERRNO)
        stress_fault(STRESS_CONTRACT, "rc_release leaves errno %d", errno);
}

/* One object of the chain, and one for each of the crew to release. */
static void make_mine(void *arg)
{
    unsigned self = (unsigned)(uintptr_t)arg;
    make(&run.chain[self], self == 1 ? &stress_phoenix_type : &stress_node_type);
    for (unsigned i = 0; i < CREW; i++) {
        stress_subject *pair = &run.pair[self * CREW + i];
        make(pair, &stress_node_type);
        if (pair->object != NULL)
            stress_hand_over(pair, self, i);
    }
}

static void find_all(void *arg)
{
    (void)arg;
    for (unsigned i = 0; i < CREW; i++)
        find(&run.handle[i], &run.chain[i]);
    for (unsigned i = CROWD - CROWD / 10; i < CROWD; i++)
        find(&run.handle[CREW + i], &run.crowd[i]);
}

static void upgrade_all(void *arg)
{
    (void)arg;
    for (unsigned i = 0; i < CREW; i++) {
        if (run.handle[i].weak == NULL)
            continue;
        if (stress_handle_upgrade(&run.stage, &run.handle[i]))
            stress_release(&run.stage, &run.chain[i]);
        else
            stress_fault(STRESS_CONTRACT, "an upgrade fails though the object lives");
    }
}

static void release_pairs(void *arg)
{
    for (unsigned i = 0; i < CREW; i++)
        release(&run.pair[i * CREW + (unsigned)(uintptr_t)arg]);
}

static void release_chain(void *arg)
{
    (void)arg;
    for (unsigned i = 0; i < CREW; i++)
        release(&run.chain[i]);
}

static void block(void *arg)
{
    (void)arg;
    run.stage.ops->thread_block_begin();
}

static void unblock(void *arg)
{
    (void)arg;
    run.stage.ops->thread_block_end();
}

static void poll(void *arg)
{
    (void)arg;
    run.stage.ops->thread_poll();
}

/* Everything is dead. */
static void free_handles(void *arg)
{
    (void)arg;
    for (unsigned i = 0; i < CREW + CROWD; i++) {
        if (run.handle[i].weak == NULL)
            continue;
        stress_handle_fails(&run.stage, &run.handle[i], 1);
        stress_handle_free(&run.stage, &run.handle[i]);
    }
}

static void detach(void *arg)
{
    (void)arg;
    stress_detach(run.stage.ops);
}

/* The memory of everybody else: makes the table of weak references about to grow. */
static void make_crowd(void *arg)
{
    (void)arg;
    stress_shortage_pause(true);
    for (unsigned i = 0; i < CROWD; i++) {
        stress_make(&run.stage, &run.crowd[i], &stress_node_type);
        if (i < CROWD - CROWD / 10)
            stress_handle_new(&run.stage, &run.handle[CREW + i], &run.crowd[i]);
    }
    stress_shortage_pause(false);
}

static void release_crowd(void *arg)
{
    (void)arg;
    for (unsigned i = 0; i < CROWD; i++)
        release(&run.crowd[i]);
}

/* --------------------------------------------------------------------------------------- the order */

/* One of the crew acts; the others come by safepoints as long as anybody is busy, and may be by that. */
static void act(unsigned who, void (*action)(void *arg))
{
    puppet_start(&run.crew[who], action, (void *)(uintptr_t)who);
    for (;;) {
        bool busy = false;
        for (unsigned i = 0; i < CREW; i++)
            busy |= puppet_busy(&run.crew[i]);
        if (!busy)
            return;
        for (unsigned i = 0; i < CREW; i++) {
            if (!puppet_busy(&run.crew[i]))
                puppet_start(&run.crew[i], poll, NULL);
        }
        nanosleep(&(struct timespec){.tv_nsec = 20000}, NULL);
    }
}

static void all_act(const char *doing, void (*action)(void *arg))
{
    stress_child_is(doing);
    for (unsigned i = 0; i < CREW; i++)
        act(i, action);
}

/* As far as there are objects: 0 -> 1 -> 2, which the last of the crew holds. */
static void link_chain(void *arg)
{
    unsigned self = (unsigned)(uintptr_t)arg;
    for (unsigned i = 0; i < CREW; i++) {
        if (run.chain[i].object != NULL)
            stress_hand_over(&run.chain[i], i, self);
    }
    for (unsigned i = 0; i + 1 < CREW; i++) {
        if (run.chain[i].object != NULL && run.chain[i + 1].object != NULL)
            stress_link(&run.stage, &run.chain[i], 0, &run.chain[i + 1]);
    }
}

static void judge(const stress_subject *subjects, unsigned count, const char *which)
{
    for (unsigned i = 0; i < count; i++) {
        if (stress_overdue(&subjects[i]))
            stress_fault(STRESS_LEAK, "object %u of %s is alive, with no reference left", i, which);
    }
}

static void judge_all(void)
{
    judge(run.chain, CREW, "the chain");
    judge(run.pair, PAIRS, "those that others release");
    judge(run.crowd, CROWD, "the crowd");
    stress_ask_queues(run.stage.ops);
    /* The checked mode keeps the dead. */
    bool all_gone = rc_ops_find(run.stage.ops->get_backend()->name) == run.stage.ops;
    uint64_t blocks = all_gone ? stress_quarantine_in_use(TABLE) : 0;
    if (!stress_faulty() && blocks > 0)
        stress_fault(STRESS_LEAK, "%" PRIu64 " blocks are left, with no reference of any kind",
                     blocks);
    stress_quarantine_settle();
}

/* In a process of its own. */
static int live(void *arg)
{
    (void)arg;
    for (unsigned i = 0; i < CREW; i++)
        puppet_create(&run.crew[i]);
    stress_shortage(run.n, run.persistent);
    all_act("attaches", attach);
    act(0, make_crowd);
    all_act("makes objects", make_mine);
    act(CREW - 1, link_chain);
    stress_child_is("makes weak references");
    act(1, find_all);
    all_act("upgrades", upgrade_all);
    stress_child_is("releases what others own");
    act(0, release_pairs);
    act(1, release_pairs);
    act(0, block);
    act(2, release_pairs);
    act(0, unblock);
    stress_child_is("releases a chain of others' objects");
    act(CREW - 1, release_chain);
    act(0, release_crowd);
    all_act("detaches", detach);
    stress_shortage(0, false);
    act(0, attach);
    act(0, free_handles);
    act(0, detach);
    for (unsigned i = 0; i < CREW; i++)
        puppet_join(&run.crew[i]);
    judge_all();
    exit(stress_shortage_refused() > 0 ? RC_EXIT_OK : NOTHING_FAILED); /* with a look for leaks */
}

static const char *describe(void)
{
    static char text[STRESS_REPLAY_TEXT];
    snprintf(text, sizeof text, "%u.%" PRIu64 " allocation", (unsigned)run.persistent, run.n);
    return text;
}

/* False if n is past the last allocation, or there is no use in going on. */
static bool play_one(stress_report *report, bool persistent, uint64_t n)
{
    char what[STRESS_FAULT_TEXT];
    run.n = n;
    run.persistent = persistent;
    snprintf(what, sizeof what, "with allocation %" PRIu64 "%s failing", n,
             persistent ? " and all after it" : "");
    int status = stress_fork(live, NULL, what);
    report->complete += status == NOTHING_FAILED;
    report->schedules++;
    if (status > RC_EXIT_OK && status != NOTHING_FAILED)
        stress_fault(STRESS_CRASH, "a child, forked %s: status %d", what, status);
    return status == RC_EXIT_OK;
}

static void play(const stress_options *options, stress_report *report)
{
    run.stage = (stress_stage){.ops = options->ops, .scripted = true};
    report->by_script_alone = true;
    if (rc_ops_is_decorated(options->ops)) {
        snprintf(report->page, STRESS_PAGE, "    a decorator allocates for itself\n");
        return;
    }
    stress_faults_schedule(describe);
    unsigned mode = 0, at = 0;
    if (options->replay != NULL && sscanf(options->replay, "%1u.%4u", &mode, &at) != 2)
        rc_cli_fail("'%s' is no schedule of allocation-failure", options->replay);
    if (at > 0)
        play_one(report, mode != 0, at);
    for (; at == 0 && mode < 2; mode++) {
        uint64_t n = 1;
        while (play_one(report, mode != 0, n) && n < MOST && !(options->stop && stress_faulty()))
            n++;
        report->searches++;
    }
    stress_self_begins("all");
    stress_self_ends(); /* what was done was done in the children */
}

STRESS_SCENARIO(allocation_failure) = {
    .name = "allocation-failure",
    .summary = "the n-th allocation fails, once or from there on, for every n, on three threads",
    .forks = true,
    .run = play,
};
