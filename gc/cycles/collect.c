/*
 * collect.c: one collection, from the first judgement to the last release.
 *
 *   world     step                                                        garbage is in
 *   stopped   counts settled, all candidates judged                       limbo, detached and pinned
 *             what cannot be taken apart is set aside                     limbo, kept
 *             weak references to the rest end; finalizers are marked as run
 *             without finalizers: condemned
 *   running   events; finalizers                                          limbo
 *   stopped   limbo judged again; what is reachable is set aside          limbo, revived
 *             weak references made meanwhile end; the rest is condemned
 *   running   kept and revived go back to the registry
 *             each member of limbo is cleared; then each loses its pin
 *
 * Why garbage is pinned. clear and finalizers of one member end others, which may be on another thread (a slot
 * gives its reference to whoever releases it later). With a reference of the collector's own to each, no
 * member ends before its turn, so that the list of members can be walked without a lock, and each member's
 * clear finds all others still there, cleared or not. Taking the pin also makes a biased count one word without
 * an owner: otherwise a member would end at its owner's next safepoint, not here.
 *
 * Who can get hold of garbage after the first stop? No thread, by counted references: they were all found in
 * garbage. By weak references: none, they ended in the stop. By a pointer borrowed in a guard: see
 * gc/cycles.h; such an object is held by the retire list. By a finalizer, which may store it anywhere. By
 * address, with rc_try_retain, out of a table that holds no references. The last two are why there is a second
 * judgement: it sees their references in the counts, or, if they were given back, the references that they
 * have changed. After it CONDEMNED in the count makes rc_try_retain refuse, in the same atomic step in which
 * it would have counted; and as the flag is set while all threads stand at safepoints, there is no step
 * between a look and a count that it could come into.
 *
 *   T1 collects                    T2 has a table of addresses
 *   judged: garbage; finalizers
 *                                  rc_try_retain: counted, a reference of T2's
 *   judged again: one reference
 *   more than found: lives on
 *                                  releases it: the object is in the registry, garbage for the next time
 *                                                     test: cycles, found between the judgements
 *   judged again: garbage
 *   condemned
 *                                  rc_try_retain: refused
 *   clears it
 *                                                     test: cycles, found after the last judgement
 *
 * An object that survives its clear (its clear does nothing, or a slot's reference to it is still waiting for
 * its grace period) goes back to the registry, and stays condemned: nobody finds it any more.
 *
 * Who cannot be called with the world standing: anything of the program's but traverse. A finalizer may wait
 * for a lock that a standing thread holds.
 *
 *   T1 collects                    T2
 *                                  locks m
 *   stops the world                safepoint: stands still, with m
 *   finalizer locks m              <- for ever, if the world were not running again
 *                                                     test: cycles, finalizer wants a lock
 *
 * Two collectors: the second waits in a blocking region, as it must not hold up the first one's stops.
 *
 * Fork. The child of a fork in another thread has no collector. The registry is consistent, as its locks are
 * held over the fork and no fork happens while the world stands still; what was in limbo has the pins of a
 * thread that is gone, and stays.
 */
#include "gc/cycles/isolate.h"
#include "gc/cycles/round.h"
#include "gc/cycles/verify.h"
#include "refcount/thread.h"
#include "refcount/weak_table.h"
#include "refcount/world.h"

static rc_counter *counter_of(const rc_track *track)
{
    return &rc_track_header(track)->counter;
}

void rc_round_begin(rc_round *r)
{
    list_init(&r->limbo);
    list_init(&r->kept);
    list_init(&r->revived);
    r->unclearable = r->findable = r->finalizers = false;
}

/* ------------------------------------------------------------------------- while the world stands */

void rc_round_stop(rc_round *r)
{
    r->pause_began = rc_platform_now();
    rc_world_stop_();
    rc_world_settle_();
}

uint64_t rc_round_start(rc_round *r)
{
    rc_world_start_();
    uint64_t took = rc_platform_now() - r->pause_began;
    rc_mutex_lock(&rc_gc_state.mutex);
    rc_gc_stats *stats = &rc_gc_state.stats;
    stats->pauses++;
    stats->pause_total_ns += took;
    stats->pause_last_ns = took;
    if (took > stats->pause_longest_ns)
        stats->pause_longest_ns = took;
    rc_mutex_unlock(&rc_gc_state.mutex);
    return took;
}

/* Garbage, out of its list: into limbo, with a pin, and condemned. */
void rc_round_detach(rc_track *track, void *arg)
{
    rc_round *r = arg;
    rc_store_relaxed(&track->prev, rc_track_with_age(rc_load_relaxed(&track->prev), RC_DETACHED));
    list_append(&r->limbo, track);
    rc_counter_seize(counter_of(track), true);
    if (rc_counter_is_findable(counter_of(track)))
        r->findable = true;
    uintptr_t tag = rc_header_tag(rc_track_header(track));
    const rc_type *type = rc_tag_type(tag);
    if (type->clear == NULL)
        r->unclearable = true;
    if (type->finalize != NULL && (tag & RC_TAG_FINALIZED) == 0)
        r->finalizers = true;
}

static void move_to_kept(rc_track *track, void *arg)
{
    rc_round *r = arg;
    rc_counter_absolve(counter_of(track));
    list_append(&r->kept, track);
    r->uncollectable++;
}

static void move_to_revived(rc_track *track, void *arg)
{
    rc_round *r = arg;
    list_append(&r->revived, track);
    r->resurrected++;
}

void rc_round_judge(rc_trial *trial)
{
    if (rc_gc_flag(RC_GC_TORTURE_SHUFFLE)) {
        for (unsigned i = 0; i < trial->lists; i++)
            rc_gc_shuffle(trial->list[i]);
    }
    rc_trial_judge(trial);
    if (rc_gc_flag(RC_GC_DEBUG_VERIFY))
        rc_verify(trial);
}

/* The state that "live" is in the next full collection; the old ones have the other. */
static uint64_t next_live = RC_STATE_EVEN;

uint64_t rc_round_next_live(void)
{
    uint64_t live = next_live;
    next_live ^= RC_STATE_EVEN ^ RC_STATE_ODD;
    return live;
}

/* All candidates of the registry. What lives is old afterwards, and what does not is in limbo. */
static void judge_registry(rc_round *r)
{
    rc_trial *trial = &r->trial;
    *trial = (rc_trial){
        .ages = 1u << RC_YOUNG | (r->full ? 1u << RC_OLD : 0), .promote = true, .live = next_live};
    if (r->full)
        next_live ^= RC_STATE_EVEN ^ RC_STATE_ODD;
    else
        trial->live ^=
            RC_STATE_EVEN ^ RC_STATE_ODD; /* what the old ones have: fresh to the next full */
    rc_tracked_lock_();
    for (unsigned i = 0; i < RC_SHARDS; i++) {
        rc_shard *shard = &rc_tracked_shards_[i];
        if (r->full)
            rc_trial_add(trial, &shard->list[RC_OLD], &shard->members[RC_OLD]);
        rc_trial_add(trial, &shard->list[RC_YOUNG], &shard->members[RC_YOUNG]);
    }
    rc_round_judge(trial);
    r->candidates = trial->candidates;
    if (trial->garbage > 0 || trial->relink)
        rc_trial_sift(trial, RC_STATE_GARBAGE, rc_round_detach, r);
    for (unsigned i = 0; i < RC_SHARDS; i++) {
        rc_shard *shard = &rc_tracked_shards_[i];
        list_splice(&shard->list[RC_YOUNG], &shard->list[RC_OLD]);
        shard->members[RC_OLD] += shard->members[RC_YOUNG];
        shard->members[RC_YOUNG] = 0;
        shard->untold = 0;
    }
    rc_store_relaxed(&rc_tracked_young_, 0); /* relaxed: see refcount/tracked.h */
    rc_tracked_unlock_();
}

/* Limbo becomes the only list of a trial. */
static void try_limbo(rc_round *r)
{
    r->trial =
        (rc_trial){.ages = 1u << RC_DETACHED, .pins = 1, .live = RC_STATE_EVEN, .reset = true};
    rc_trial_add(&r->trial, &r->limbo, NULL);
}

static void set_aside_unclearable(rc_round *r)
{
    try_limbo(r);
    if (r->trial.lists == 0)
        return;
    rc_isolate(&r->trial);
    rc_trial_sift(&r->trial, r->trial.live, move_to_kept, r);
}

static void cut_weak_references(rc_round *r)
{
    for (EACH(track, &r->limbo)) {
        if (rc_counter_is_findable(counter_of(track)))
            rc_weak_cut_(rc_track_object(track));
    }
}

/* Until the second judgement whoever finds one of them may still take it. */
static void await_finalizers(rc_round *r)
{
    for (EACH(track, &r->limbo)) {
        rc_header *header = rc_track_header(track);
        uintptr_t tag = rc_header_tag(header);
        rc_counter_absolve(&header->counter);
        if (rc_tag_type(tag)->finalize != NULL && (tag & RC_TAG_FINALIZED) == 0) {
            rc_header_set_tag(header, tag | RC_TAG_FINALIZED);
            rc_track_set_state(track, RC_STATE_NEW);
        } else {
            rc_track_set_state(track, RC_STATE_GARBAGE);
        }
    }
}

static void absolve_all(rc_round *r)
{
    for (EACH(track, &r->limbo))
        rc_counter_absolve(counter_of(track));
}

static void condemn_all(rc_round *r)
{
    for (EACH(track, &r->limbo))
        rc_counter_condemn(counter_of(track));
}

/* --------------------------------------------------------------------- while the world is running */

/* A list goes back to the registry; `kind` is what is reported of each. */
static void give_back(rc_track *head, rc_gc_event_kind kind)
{
    for (rc_track *track = rc_track_next(head), *next; track != head; track = next) {
        next = list_step(track);
        void *object = rc_track_object(track);
        uint64_t count = rc_counter_read(counter_of(track)) - 1;
        rc_gc_emit(&(rc_gc_event){.kind = kind,
                                  .object = object,
                                  .type = rc_track_type(track),
                                  .count = count,
                                  .found = kind == RC_GC_UNCOLLECTABLE ? count : 0});
        rc_tracked_put_back_(track);
        rc_release(object);
    }
    list_init(head);
}

static void finalize_all(rc_round *r)
{
    for (EACH(track, &r->limbo)) {
        if (rc_track_state(track) == RC_STATE_NEW)
            rc_track_type(track)->finalize(rc_track_object(track));
    }
}

static void judge_again(rc_round *r)
{
    rc_round_stop(r);
    try_limbo(r);
    rc_round_judge(&r->trial);
    rc_trial_sift(&r->trial, r->trial.live, move_to_revived, r);
    cut_weak_references(r);
    condemn_all(r);
    rc_round_start(r);
    rc_gc_emit_problems(&r->trial);
}

/* Nothing is destroyed before all is cleared. */
static void clear_all(rc_round *r)
{
    for (EACH(track, &r->limbo)) {
        const rc_type *type = rc_track_type(track);
        if (type->clear != NULL)
            type->clear(rc_track_object(track));
        r->collected++;
    }
}

static void release_all(rc_round *r)
{
    for (rc_track *track = rc_track_next(&r->limbo), *next; track != &r->limbo; track = next) {
        next = list_step(track); /* pinned, so that it stays where it is until its turn */
        /* Only the pin is left: it ends here, and was never back. */
        if (rc_counter_read(counter_of(track)) != 1)
            rc_tracked_put_back_(track);
        rc_release(rc_track_object(track));
    }
}

/* ------------------------------------------------------------------------------ one collection */

void rc_round_judged(rc_round *r)
{
    r->judged = r->trial;
    if (r->unclearable)
        set_aside_unclearable(r);
    if (rc_gc_flag(RC_GC_DEBUG_SAVE)) {
        absolve_all(r);
        return;
    }
    if (r->findable)
        cut_weak_references(r);
    if (r->finalizers)
        await_finalizers(r);
}

void rc_round_end(rc_round *r)
{
    rc_gc_emit_problems(&r->judged);
    if (rc_gc_flag(RC_GC_DEBUG_COLLECTED))
        rc_gc_emit_garbage(&r->limbo, 1);
    give_back(&r->kept, RC_GC_UNCOLLECTABLE);
    if (rc_gc_flag(RC_GC_DEBUG_SAVE)) {
        give_back(&r->limbo, RC_GC_RESURRECTED);
        return;
    }
    if (r->finalizers) {
        finalize_all(r);
        judge_again(r);
        give_back(&r->revived, RC_GC_RESURRECTED);
    }
    clear_all(r);
    release_all(r);
}

void rc_round_collect(rc_round *r)
{
    rc_round_begin(r);
    rc_round_stop(r);
    judge_registry(r);
    rc_round_judged(r);
    rc_round_start(r);
    rc_round_end(r);
}
