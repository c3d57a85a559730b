/*
 * fork-storm: main forks again and again, at random moments of two threads that count at full speed.
 *
 * What fork shows at each point, this shows between two points, and with more than one thread in the middle
 * of something: inside the allocator, between a lock and its hook, on the way into a queue that a third one
 * drains. Objects travel to and fro, so that everybody releases what others own.
 *
 *   T1                             T2                             main
 *   pushes on main's queue         drains its own queue
 *                                                                 fork
 *                                                                 child: counts, attaches, ends (forked.h)
 *
 * Hunts: hangs and crashes of the child, and anything wrong in the parent. Passes: none, and at one fork in
 * five or more another thread was in the middle of an operation. Without a thread-safe backend nothing is
 * counted by two threads.
 *
 *   fork-storm  biased   sound        , 190 worlds, overlap 0.98
 */
#include "stress/scenarios/forked.h"

#include "refcount/atomics.h"
#include "refcount/platform.h"
#include "refcount/tool/cli.h"
#include "stress/oracles/quarantine.h"

#include <inttypes.h>
#include <stdlib.h>
#include <time.h>

enum { OTHERS = 2, MAIN = OTHERS, LEAST = 4, MOST = 4096, TURNS = 8, NAP = 1000000 };

static struct {
    stress_stage stage;
    const stress_options *options;
    bool shares;
    stress_subject shared;
    forked *forks;            /* one for each */
    _Atomic(forked *) wanted; /* somebody is to make what main holds of another thread's */
    _Atomic(void *) mail[OTHERS + 1];
    _Atomic uint64_t made, destroyed; /* of what travels */
    _Atomic bool over;
} run;

/* --------------------------------------------------------------------------------------- traffic */

static void destroy(void *object)
{
    (void)object;
    rc_fetch_add_relaxed(&run.destroyed, 1); /* relaxed: a number */
}

static const rc_type letter_type = {.name = "letter", .size = 64, .destroy = destroy};

/* What is on its way to a thread goes to it, or to the next who writes to it. */
static void send(unsigned to)
{
    void *letter = run.stage.ops->new (&letter_type);
    if (letter == NULL)
        rc_cli_fail("no memory for a letter");
    rc_fetch_add_relaxed(&run.made, 1); /* relaxed: a number */
    /* (1) acq_rel: pairs with itself: the object, to whoever takes it. */
    run.stage.ops->release(rc_exchange_acq_rel(&run.mail[to], letter));
}

static void receive(unsigned self)
{
    run.stage.ops->release(rc_exchange_acq_rel(&run.mail[self], NULL)); /* (1) acq_rel: as above */
}

/* A bit of everything. */
static void live(unsigned self, uint64_t random, stress_handle *handle)
{
    const rc_ops *ops = run.stage.ops;
    stress_handle another;
    rc_stats stats;
    stress_self_begins("living");
    if (random % 8 == 0)
        send(run.shares ? (unsigned)(random >> 8) % (OTHERS + 1) : self);
    else if (random % 8 == 1)
        receive(self);
    else if (random % 8 == 2)
        ops->get_stats(&stats);
    else if (random % 8 == 3)
        ops->thread_block_begin();
    else
        ops->thread_poll();
    if (random % 8 == 3)
        ops->thread_block_end();
    stress_self_ends();
    if (random % 8 == 4) {
        stress_handle_new(&run.stage, &another, handle->subject);
        stress_handle_free(&run.stage, &another);
    }
    if (stress_handle_upgrade(&run.stage, handle))
        stress_release(&run.stage, handle->subject);
}

static void make_for_main(unsigned self)
{
    forked *f = self == 0 ? rc_load_acquire(&run.wanted) : NULL; /* (2) acquire: pairs with (3) */
    if (f == NULL)
        return;
    stress_make(&run.stage, &f->owned, &stress_node_type);
    stress_hand_out(&f->owned);
    rc_store_release(&run.wanted, NULL); /* (4) release: pairs with (5): the object */
}

static void other(void *arg)
{
    unsigned self = (unsigned)(uintptr_t)arg;
    stress_subject own = {.object = NULL}, *subject = run.shares ? &run.shared : &own;
    stress_handle handle;
    uint64_t random = run.options->seed + self;
    rc_tool_pin(run.options->pinning == STRESS_TOGETHER ? 0 : self);
    stress_self_take(self);
    stress_attach(run.stage.ops);
    if (!run.shares)
        stress_make(&run.stage, subject, &stress_node_type);
    stress_handle_new(&run.stage, &handle, subject);
    while (!rc_load_relaxed(&run.over)) { /* relaxed: a request */
        live(self, stress_random(&random), &handle);
        make_for_main(self);
        if (stress_random(&random) % 64 == 0) {
            stress_detach(run.stage.ops);
            stress_attach(run.stage.ops);
        }
    }
    stress_handle_free(&run.stage, &handle);
    stress_give_back(&run.stage, subject, self);
    receive(self);
    stress_detach(run.stage.ops);
}

/* ------------------------------------------------------------------------------------------ main */

static int child(void *arg)
{
    for (unsigned i = 0; i < OTHERS; i++) {
        if (rc_load_relaxed(&stress_self_state_of(i)->doing) != NULL) { /* relaxed: it is gone */
            stress_witness();
            break;
        }
    }
    forked_child(&run.stage, arg, !forked_locks_objects(run.stage.ops));
    return RC_EXIT_OK;
}

static void wait_for_owned(forked *f)
{
    unsigned turns = 0;
    rc_store_release(&run.wanted, f); /* (3) release: pairs with (2): what main has written there */
    while (rc_load_acquire(&run.wanted) != NULL) { /* (5) acquire: pairs with (4) */
        run.stage.ops->thread_poll();
        rc_platform_pause(&turns);
    }
    stress_hand_in(&f->owned);
}

static bool fork_once(forked *f, uint64_t *random)
{
    stress_stage *stage = &run.stage;
    f->shared = &run.shared;
    stress_make(stage, &f->kept, &stress_node_type);
    stress_handle_new(stage, &f->kept_handle, &f->kept);
    stress_handle_new(stage, &f->shared_handle, &run.shared);
    wait_for_owned(f);
    for (int i = 0; i < TURNS && run.shares; i++)
        live(MAIN, stress_random(random), &f->shared_handle);
    nanosleep(&(struct timespec){.tv_nsec = (long)(stress_random(random) % NAP)}, NULL);
    int status = stress_fork(child, f, "while others count");
    if (status > RC_EXIT_OK)
        stress_fault(STRESS_CRASH, "a child, forked while others count: status %d", status);
    stress_handle_free(stage, &f->kept_handle);
    stress_handle_free(stage, &f->shared_handle);
    stress_release(stage, &f->kept);
    stress_release(stage, &f->owned);
    return status >= 0;
}

/* All others have left. */
static void judge(uint64_t forks)
{
    if (stress_overdue(&run.shared))
        stress_fault(STRESS_LEAK, "in the parent the shared object is alive, with no reference");
    for (uint64_t i = 0; i < forks; i++) {
        if (stress_overdue(&run.forks[i].kept) || stress_overdue(&run.forks[i].owned))
            stress_fault(STRESS_LEAK, "in the parent an object is alive, with no reference left");
        stress_handle_check(&run.forks[i].kept_handle);
    }
    uint64_t made = rc_load_relaxed(&run.made), destroyed = rc_load_relaxed(&run.destroyed);
    if (made != destroyed)
        stress_fault(STRESS_LEAK, "%" PRIu64 " letters, %" PRIu64 " destroyed", made, destroyed);
    stress_ask_queues(run.stage.ops);
    stress_quarantine_settle();
}

static void play(const stress_options *options, stress_report *report)
{
    pthread_t thread[OTHERS];
    uint64_t random = options->seed, forks = 0;
    run.options = options;
    run.stage.ops = options->ops;
    run.shares = options->ops->get_backend()->thread_safe;
    run.forks = calloc(MOST, sizeof *run.forks);
    if (run.forks == NULL)
        rc_cli_fail("no memory for the forks");
    stress_faults_phase(STRESS_BY_CHANCE);
    stress_attach(options->ops);
    stress_make(&run.stage, &run.shared, &stress_node_type);
    for (unsigned i = 0; i < OTHERS; i++)
        thread[i] = stress_thread(other, (void *)(uintptr_t)i, 0);
    double deadline = rc_tool_now() + options->seconds;
    while (fork_once(&run.forks[forks++], &random) && forks < MOST &&
           (forks < LEAST || rc_tool_now() < deadline))
        continue;
    rc_store_relaxed(&run.over, true);
    for (unsigned i = 0; i < OTHERS; i++)
        stress_join(thread[i]);
    receive(MAIN);
    for (unsigned i = 0; i < OTHERS; i++)
        receive(i);
    stress_give_back(&run.stage, &run.shared, STRESS_MAIN);
    stress_detach(options->ops);
    judge(forks);
    report->rounds = report->worlds = forks;
    report->overlap = (double)rc_load_relaxed(&report->witness) / (double)forks;
}

STRESS_SCENARIO(fork_storm) = {
    .name = "fork-storm",
    .summary = "forks at random moments of two threads that count at full speed",
    .run = play,
};
