/*
 * state.h: what the files of the collector share.
 */
#ifndef RC_GC_CYCLES_STATE_H
#define RC_GC_CYCLES_STATE_H

#include "gc/cycles.h"
#include "gc/cycles/judge.h"
#include "gc/cycles/pace.h"
#include "refcount/thread_record.h"

typedef struct rc_gc {
    rc_mutex mutex; /* guards the rest, but for what is atomic; held over a few instructions */
    rc_condition changed;
    rc_thread *collector; /* who collects, from the first judgement to the last release */
    rc_pace pace;
    rc_gc_stats stats; /* what is counted; rc_gc_get_stats adds the rest */
    size_t slice;      /* what the program has set */

    /* relaxed: whoever changes these while another thread allocates cannot say which birth sees it. */
    _Atomic bool enabled;
    _Atomic unsigned flags;
    _Atomic bool busy; /* there is a collector: a hint */

    /* Changed only while nobody collects. */
    rc_gc_report *report;
    void *report_arg;
    uint64_t seed;
} rc_gc;

extern rc_gc rc_gc_state;

static inline bool rc_gc_flag(unsigned flag)
{
    return (rc_load_relaxed(&rc_gc_state.flags) & flag) != 0;
}

/*
 * Collects. `patient`: waits while another thread collects; else returns 0 at once. Returns what rc_collect does.
 */
size_t rc_gc_run(bool full, bool patient);

/* The same in slices; patient. */
size_t rc_gc_run_sliced(void);

/* Renews what births look at (refcount/tracked.h). The mutex is held. */
void rc_pace_apply(void);

/* Reports an event, if anybody listens. With the world running. */
void rc_gc_emit(const rc_gc_event *event);

void rc_gc_emit_phase(rc_gc_event_kind kind, uint64_t count, uint64_t found);

/* Reports what a trial noted. */
void rc_gc_emit_problems(const rc_trial *trial);

/* Reports each member of a list of garbage, and the references among them. `pins` are the collector's. */
void rc_gc_emit_garbage(const rc_track *head, uint64_t pins);

/* RC_GC_TORTURE_SHUFFLE: changes the order of a list. While the world stands still. */
void rc_gc_shuffle(rc_track *head);

#endif
