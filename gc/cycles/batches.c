/*
 * batches.c: proof that proposals are garbage, and their end, in batches.
 *
 * A batch is judged in one stop, exactly as rc_collect judges everything: an object of it that has more
 * references than are found in the batch is held by something else, and so is what can be reached from it.
 * The rest is garbage, whatever the passes before may have thought; its end is that of all garbage
 * (collect.c), and comes before the next batch. There is no time at which it is proven and could still change.
 *
 * What is held by a proposal that is not in the batch stays a proposal. It is judged again with the next
 * batch, which takes in at least as many more as there are of these: so each object is judged twice, about,
 * and a piece of garbage that is larger than a batch is proven when it is complete. In the last batch are all
 * that are left; whoever is held then is held from outside.
 *
 *   batch          of so many proposals, at least
 *   first          limit / 4
 *   next           those that stay, and as many more; limit / 4 more at least
 *
 * So what bounds the pause is the largest piece of garbage that hangs together in a cycle, and the limit.
 * Garbage of small pieces is proven in small batches: a batch is what can be reached from a proposal, then
 * from the next.
 *
 * The order of ends. What is garbage in a batch is closed: only it refers to itself. So its finalizers find
 * all that they can reach intact, members of later batches included; and no later finalizer can reach what is
 * gone. What hangs on it, and was not in the batch, may die by its count when it is cleared.
 *
 *   T1 collects                     T2
 *   proposes a ring
 *                                   upgrades a weak reference to it: one more than found
 *   judges the batch: alive         uses it            test: cycles, upgraded between proposal and proof
 *
 *   judges the batch: garbage
 *   weak references to it end
 *                                   upgrades: NULL     test: cycles, upgraded between proposal and proof
 *
 * The dead. A proposal that was wrong may be dying when it is judged: its count is zero, and nobody traverses
 * it.
 *
 * Ordering: relaxed, everywhere: as slices.c.
 */
#include "gc/cycles/slices.h"

enum { SHARE = 4 }; /* what one object of a batch costs, in objects that are looked at */

typedef struct batch {
    rc_track members; /* head; no list of the registry, as long as the world stands still */
    size_t size, target;
    bool last; /* nothing is proposed beside it */
} batch;

static void take_in(batch *b, rc_track *track)
{
    list_unlink(track);
    rc_store_relaxed(&track->prev, rc_track_with_age(rc_load_relaxed(&track->prev), RC_DETACHED));
    list_append(&b->members, track);
    b->size++;
}

/* ---------------------------------------------------------------------------- what is in a batch */

static void visit_to_take_in(void *object, void *arg)
{
    batch *b = arg;
    rc_track *track = object != NULL ? rc_candidate(object, 1u << RC_OLD) : NULL;
    if (track != NULL && rc_track_state(track) == RC_STATE_NEW && b->size < b->target)
        take_in(b, track);
}

/* From `scanned` on, members are asked for what they refer to. Returns the last one. */
static rc_track *follow(batch *b, rc_track *scanned)
{
    for (rc_track *track; (track = rc_track_next(scanned)) != &b->members && b->size < b->target;
         scanned = track) {
        if (rc_counter_read(&rc_track_header(track)->counter) != 0)
            rc_track_type(track)->traverse(rc_track_object(track), visit_to_take_in, b);
    }
    return scanned;
}

static rc_track *any_proposal(rc_slices *s)
{
    for (unsigned i = 0; i < RC_SHARDS; i++) {
        rc_track *track = list_first(&s->work[i][RC_PROPOSED]);
        if (track != NULL)
            return track;
    }
    return NULL;
}

static void gather(rc_slices *s, batch *b)
{
    for (unsigned i = 0; i < RC_SHARDS; i++) {
        for (rc_track *track; (track = list_first(&s->work[i][RC_AGAIN])) != NULL;)
            take_in(b, track);
    }
    size_t more = s->limit / SHARE + 1;
    b->target = b->size + (b->size > more ? b->size : more);
    rc_track *scanned = &b->members;
    for (rc_track *start; b->size < b->target && (start = any_proposal(s)) != NULL;) {
        take_in(b, start);
        scanned = follow(b, scanned);
    }
    b->last = any_proposal(s) == NULL;
}

/* ------------------------------------------------------------------------------------ the proof */

static void take_garbage(rc_track *track, void *round)
{
    rc_tracked_shards_[rc_shard_number(track)].members[RC_OLD]--;
    rc_round_detach(track, round);
}

/* What lives is old, or stays a proposal. */
static void give_back(rc_slices *s, batch *b)
{
    for (rc_track *track; (track = list_first(&b->members)) != NULL;) {
        unsigned shard = rc_shard_number(track);
        rc_store_relaxed(&track->prev, rc_track_with_age(rc_load_relaxed(&track->prev), RC_OLD));
        if (!b->last)
            rc_track_set_state(track, RC_STATE_NEW);
        rc_slices_move(track, b->last ? &rc_tracked_shards_[shard].list[RC_OLD]
                                      : &s->work[shard][RC_AGAIN]);
    }
}

/* True if there is nothing left to judge. */
static bool judge_batch(rc_slices *s, rc_round *r, size_t *rejected)
{
    batch b = {.size = 0};
    list_init(&b.members);
    gather(s, &b);
    r->trial = (rc_trial){.ages = 1u << RC_DETACHED, .live = s->live, .reset = true};
    rc_trial_add(&r->trial, &b.members, NULL);
    rc_round_judge(&r->trial);
    rc_trial_sift(&r->trial, RC_STATE_GARBAGE, take_garbage, r);
    s->looked += b.size * SHARE;
    *rejected = b.last ? r->trial.candidates - r->trial.garbage : 0;
    give_back(s, &b);
    return b.last;
}

void rc_slices_prove(rc_slices *s, rc_round *r)
{
    for (bool last = false; !last;) {
        size_t rejected = 0;
        rc_round_begin(r);
        r->trial.problems = 0;
        rc_slices_stop(s, r);
        last = !s->open || judge_batch(s, r, &rejected);
        if (last)
            s->open = false;
        rc_tracked_unlock_();
        rc_round_judged(r);
        rc_slices_start(s, r);
        rc_round_end(r);
        rc_mutex_lock(&rc_gc_state.mutex);
        rc_gc_state.stats.rejected += rejected;
        rc_mutex_unlock(&rc_gc_state.mutex);
    }
}
