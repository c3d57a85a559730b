/*
 * slot-storm: two threads store as fast as they can, while readers stand still in their sections, die in them, or
 * come and go.
 *
 *   stalled  a reader borrows, and goes on looking at what it has borrowed, until the storm is over
 *   dying    readers borrow and end, without leaving their sections
 *   limited  the garbage is limited, and a reader comes and goes
 *
 *   T1 reader                      T2 stores                     T3 stores
 *   borrows a
 *                                  a -> b, retires a
 *                                                                b -> c, retires b
 *   looks at a                     <- released, by a scheme that has lost patience
 *
 * Hunts: garbage that is released under a reader, or never; a scheme that lets one reader stop the writers; more
 * garbage than a bounded scheme promises. Passes: what the reader borrowed lives until it leaves; the writers make
 * all their stores; in the end everything has been destroyed, once. The page shows the most that was pending.
 *
 *   slot-storm  atomic+epoch   sound
 */
#include "refcount/atomics.h"
#include "refcount/platform.h"
#include "refcount/tool/cli.h"
#include "refcount/tool/scale.h"
#include "stress/harness/stage.h"
#include "stress/oracles/quarantine.h"
#include "stress/oracles/slots.h"
#include "stress/support/threads.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { STORES = 20000, LIMIT = 1000, DEATHS = 8, BOUND = 8192 };

typedef enum kind { STALLED, DYING, LIMITED, KINDS } kind;
static const char *const kind_name[] = {"a stalled reader", "dying readers", "a limit"};

static struct {
    const stress_options *options;
    kind kind;
    uint64_t stores;
    rc_slot slot;
    _Atomic uint64_t made, destroyed, finished; /* finished: writers */
    _Atomic bool standing;                      /* the reader has borrowed */
} run;

typedef struct payload {
    uint64_t stamp;
} payload;

enum { STAMP = 0x5707 };

static void destroy(void *object)
{
    payload *p = object;
    if (p->stamp != STAMP)
        stress_fault(STRESS_DOUBLE_FREE, "an object was destroyed twice");
    p->stamp = 0;
    rc_fetch_add_relaxed(&run.destroyed, 1); /* relaxed: a number */
}

static const rc_type payload_type = {
    .name = "payload", .size = sizeof(payload), .destroy = destroy};

static void store(void)
{
    payload *p = run.options->ops->new (&payload_type);
    if (p == NULL)
        rc_cli_fail("no memory for an object");
    p->stamp = STAMP;
    rc_fetch_add_relaxed(&run.made, 1); /* relaxed: a number */
    stress_self_begins("rc_slot_give");
    run.options->gc->slot_give(&run.slot, p);
    stress_self_ends();
}

static bool writers_done(void)
{
    return rc_load_acquire(&run.finished) == 2; /* (1) acquire: pairs with (2) */
}

static void look_at(const payload *p)
{
    if (p->stamp != STAMP)
        stress_fault(STRESS_USE_AFTER_FREE, "a borrowed object was destroyed");
}

/* --------------------------------------------------------------------------------------- readers */

/* Returns in its section: the caller leaves it, or does not. */
static rc_any_guard stand(void)
{
    rc_any_guard guard = run.options->gc->guard_enter();
    const payload *p = run.options->gc->slot_borrow(&run.slot, &guard);
    rc_store_release(&run.standing, true); /* (3) release: pairs with (4) */
    unsigned turns = 0;
    uint64_t looks = 0;
    while (run.kind == STALLED ? !writers_done() : looks < 100) {
        look_at(p);
        looks++;
        rc_platform_pause(&turns);
    }
    look_at(p);
    return guard;
}

static void die(void *arg)
{
    (void)arg;
    stress_self_take(3);
    stress_attach(run.options->ops);
    (void)stand();
    /* The library detaches it. */
}

static void read_until_done(void)
{
    const rc_gc_ops *gc = run.options->gc;
    if (run.kind == STALLED) {
        gc->guard_exit(stand());
        return;
    }
    for (unsigned i = 0; run.kind == DYING && i < DEATHS; i++) {
        run.options->ops->thread_block_begin();
        stress_join(stress_thread(die, NULL, 0));
        run.options->ops->thread_block_end();
    }
    while (!writers_done()) {
        rc_any_guard guard = gc->guard_enter();
        const payload *p = gc->slot_borrow(&run.slot, &guard);
        look_at(p);
        gc->guard_exit(guard);
        run.options->ops->thread_poll();
    }
}

static void write_all(unsigned index)
{
    /* With a lock the reader must not be in its section yet: nobody else reads, but writers do not read. */
    unsigned turns = 0;
    while (index < 2 && !rc_load_acquire(&run.standing) &&
           run.kind != LIMITED) /* (4) acquire: pairs with (3) */
        rc_platform_pause(&turns);
    for (uint64_t i = 0; i < run.stores; i++) {
        store();
        if (i % 16 == 0)
            run.options->ops->thread_poll();
    }
    rc_fetch_add_acq_rel(&run.finished, 1); /* (2) release in acq_rel: pairs with (1) */
}

static void live(void *arg, unsigned index)
{
    (void)arg;
    stress_self_take(index);
    stress_attach(run.options->ops);
    if (index == 2)
        read_until_done();
    else
        write_all(index);
    stress_safepoint(run.options);
    stress_detach(run.options->ops);
}

/* ------------------------------------------------------------------------------------------- main */

static void judge(stress_report *report)
{
    const rc_gc_ops *gc = run.options->gc;
    rc_reclaim_stats stats;
    gc->slot_destroy(&run.slot);
    stress_safepoint(run.options);
    stress_safepoint(run.options);
    gc->reclaim_get_stats(&stats);
    uint64_t made = rc_load_relaxed(&run.made),
             destroyed = rc_load_relaxed(&run.destroyed); /* at rest */
    if (destroyed != made)
        stress_fault(destroyed < made ? STRESS_LEAK : STRESS_DOUBLE_FREE,
                     "%" PRIu64 " objects were made and %" PRIu64 " destroyed", made, destroyed);
    if (run.kind == STALLED && gc->get_reclaim()->bounded && stats.peak > BOUND)
        stress_fault(STRESS_LEAK, "%" PRIu64 " objects were pending behind a stalled reader",
                     stats.peak);
    size_t used = strlen(report->page);
    snprintf(report->page + used, sizeof report->page - used,
             "    %-16s %8" PRIu64 " stores, at the most %8" PRIu64 " pending\n",
             kind_name[run.kind], made, stats.peak);
}

static void play_one(kind k, stress_report *report)
{
    const rc_gc_ops *gc = run.options->gc;
    run.kind = k;
    rc_store_relaxed(&run.made, 0); /* relaxed, all: no threads yet */
    rc_store_relaxed(&run.destroyed, 0);
    rc_store_relaxed(&run.finished, 0);
    rc_store_relaxed(&run.standing, false);
    stress_attach(run.options->ops);
    gc->slot_init(&run.slot, NULL);
    store();
    gc->reclaim_reset_peak();
    gc->reclaim_set_limit(k == LIMITED ? LIMIT : 0);
    run.options->ops->thread_block_begin();
    stress_threads(3, live, NULL);
    run.options->ops->thread_block_end();
    gc->reclaim_set_limit(0);
    judge(report);
    stress_detach(run.options->ops);
    stress_quarantine_settle();
    report->worlds++;
}

static void play(const stress_options *options, stress_report *report)
{
    run.options = options;
    report->by_script_alone =
        true; /* nothing is lost if they do not overlap: the reader stands still */
    run.stores = rc_tool_scaled(options->seconds < 1 ? STORES / 4 : STORES);
    stress_faults_phase(STRESS_BY_CHANCE);
    for (unsigned k = 0; k < KINDS && options->ops->get_backend()->thread_safe; k++)
        play_one((kind)k, report);
    report->rounds = 1;
    report->operations +=
        report->worlds; /* without a thread-safe backend nothing is played, which is no fault */
}

STRESS_SCENARIO(slot_storm) = {
    .name = "slot-storm",
    .summary = "storms of stores behind readers that stand still, die, or come and go",
    .reclaims = true,
    .run = play,
};
