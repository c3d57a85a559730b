/*
 * run.c: whose turn it is to collect. There is one collector at a time, of whatever kind.
 */
#include "gc/cycles/round.h"
#include "gc/cycles/slices.h"
#include "refcount/thread.h"

#include <errno.h>

/* True if this thread may collect now; then nobody else does until resign(). */
static bool become_collector(rc_thread *self, bool patient)
{
    rc_gc *gc = &rc_gc_state;
    rc_mutex_lock(&gc->mutex);
    bool mine = gc->collector == NULL;
    if (!mine && gc->collector != self && patient) {
        rc_mutex_unlock(&gc->mutex);
        rc_thread_block_begin();
        rc_mutex_lock(&gc->mutex);
        while (gc->collector != NULL)
            rc_condition_wait(&gc->changed, &gc->mutex);
        gc->collector = self;
        rc_mutex_unlock(&gc->mutex);
        rc_thread_block_end();
        rc_store_relaxed(&gc->busy, true); /* relaxed: a hint */
        return true;
    }
    if (mine) {
        gc->collector = self;
        rc_store_relaxed(&gc->busy, true);
    }
    rc_mutex_unlock(&gc->mutex);
    return mine;
}

static void resign(const rc_round *r, bool patient, uint64_t took)
{
    rc_gc *gc = &rc_gc_state;
    rc_mutex_lock(&gc->mutex);
    rc_gc_stats *stats = &gc->stats;
    stats->collections++;
    stats->full += r->full;
    stats->automatic += !patient;
    stats->sliced += r->sliced;
    stats->collected += r->collected;
    stats->resurrected += r->resurrected;
    stats->uncollectable = r->uncollectable + (r->full ? 0 : stats->uncollectable);
    stats->collect_last_ns = took;
    stats->collect_total_ns += took;
    rc_pace_learn(&gc->pace, r->full, r->candidates, r->collected);
    rc_pace_apply();
    gc->collector = NULL;
    rc_store_relaxed(&gc->busy, false);
    rc_condition_broadcast(&gc->changed);
    rc_mutex_unlock(&gc->mutex);
}

static size_t run(void (*collect)(rc_round *r), bool full, bool patient)
{
    rc_thread *self = rc_thread_self_;
    if (self == NULL || self->blocked > 0 || rc_object_is_ending_() ||
        !become_collector(self, patient))
        return 0;
    int saved = errno; /* a birth that collects must not look as if it had failed */
    uint64_t began = rc_platform_now();
    rc_round r = {.full = full};
    rc_gc_emit_phase(RC_GC_BEGIN, full, 0);
    collect(&r);
    rc_gc_emit_phase(RC_GC_END, r.collected, r.uncollectable);
    resign(&r, patient, rc_platform_now() - began);
    rc_thread_poll(); /* what was settled, and turned out to be dead */
    errno = saved;
    return r.collected;
}

size_t rc_gc_run(bool full, bool patient)
{
    return run(rc_round_collect, full, patient);
}

size_t rc_gc_run_sliced(void)
{
    return run(rc_slices_collect, true, true);
}
