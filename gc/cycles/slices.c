/*
 * slices.c: judging in slices, between which the program runs, and changes what has been looked at.
 *
 * The judgement is that of judge.c, but it may be interrupted after any object: each pass moves the candidates
 * from one list to another, and goes on with the first that is left.
 *
 *   stage      takes from         and puts into
 *   begin
 *   promote    the young, list    the old, list                  as many as there were at the beginning
 *   count      the old, list      COUNTED                        its references are counted in their targets
 *   reach      COUNTED            the old, list, if it is held   count > found, or reached: scanned
 *                                 PROPOSED, if count == found    taken back, and scanned, when it is reached
 *   recount    PROPOSED           COUNTED                        as count, from proposals to proposals only
 *   reach      COUNTED            the old, list, or PROPOSED     as above
 *   prove      PROPOSED           AGAIN, the old list, limbo     batches.c
 *
 * What the passes say may be wrong, because they look at one object now and at the next one later. It is wrong
 * in one direction only, and that is why it is good for anything:
 *
 * All garbage is proposed. What is garbage when the stage `count` begins is referred to by garbage alone, and
 * nobody can get at it: neither its counts nor its references change any more, and it cannot die. So each
 * of its references is counted, whenever that is done, and none twice, as each object is counted once; and no
 * reference from anything that lives leads to it, whenever that is traversed. Count and found are equal, and
 * it is never reached. (Weak references are references from outside as soon as they are upgraded; then it
 * lives, and is no loss to anybody.)
 *
 * What is proposed need not be garbage. That is for the proof, which looks at counts and references of a
 * closed set in one stop, as rc_collect does. Nothing ends here.
 *
 *   T1 collects                     T2
 *   counts box B: a treasure, found 1
 *                                   takes the treasure out of B: holds it by a variable, no count has changed
 *   treasure: count 1, found 1:
 *   proposed                                             test: cycles, a moved reference is proposed
 *   recounts: no proposal refers to it
 *   count 1, found 0: lives         uses it
 *
 * The recount is not needed for the proof, but bounds it: whoever moves the root of a large structure makes
 * all of it a proposal, and a proof of that would be a pause as long as those of rc_collect. It can be
 * deceived too, by references that are moved among proposals; then the proof sees it.
 *                                                          test: cycles, the proof sees what was moved twice
 *
 * Deaths between slices unlink the object from whatever list it is in, under its shard's lock: so the lists
 * are the shards', and no list has members of two. There is no cursor that a death could leave behind.
 *
 *   T1 collects                     T2
 *   counts a; the next one is b
 *   lets the world run
 *                                   last release of b: b is unlinked, its memory goes
 *   looks at the first that is left                      test: cycles, objects die between slices
 *
 * A count of zero is that of a dying object: not traversed, as in judge.c.
 *
 * What is found in a collection must be zero when it ends, or the next one would take for garbage what is
 * not. Every object that can be found is in COUNTED at the end of a count, and is reset when it is reached or
 * taken out of there: only old objects are candidates, and nothing becomes old meanwhile, but by
 * rc_gc_unfreeze. That, and rc_gc_freeze, and a fork, abandon the collection.
 *
 * Every slice does about `limit` objects and references; an object is not interrupted. The world
 * then runs at least as long as it stood.
 *
 * Ordering: relaxed, everywhere: the world stands still, and the shards' locks are held.
 *
 * Source: synchronous counting as in judge.c. Proposing on a graph that changes, and proving afterwards, is
 * the form of Bacon and Rajan (2001); their proof, that nothing was touched for an epoch, needs a log of all
 * changes to counts. One look at a small closed set, in one stop, needs none.
 */
#include "gc/cycles/slices.h"

#include "refcount/thread.h"

rc_slices rc_slices_state;

#define FRESH RC_STATE_NEW

/* What a pass gives to an object that it has come to and that nothing holds, as far as it knows. */
static uint64_t tentative(const rc_slices *s)
{
    return s->again ? RC_STATE_NEW : RC_STATE_GARBAGE;
}

static bool is_full(const rc_slices *s)
{
    return s->looked >= s->limit;
}

static bool is_alive(const rc_track *track)
{
    return rc_counter_read(&rc_track_header(track)->counter) != 0;
}

static void traverse(const rc_track *track, rc_visit *visit, rc_slices *s)
{
    rc_track_type(track)->traverse(rc_track_object(track), visit, s);
}

static rc_track *candidate(rc_slices *s, const void *object)
{
    s->looked++;
    return object != NULL ? rc_candidate(object, 1u << RC_OLD) : NULL;
}

/* ---------------------------------------------------------------------------------- stages */

static bool begin(rc_slices *s)
{
    for (unsigned i = 0; i < RC_SHARDS; i++)
        s->young[i] = rc_tracked_shards_[i].members[RC_YOUNG];
    return true;
}

static void make_old(rc_shard *shard, rc_track *track)
{
    list_unlink(track);
    rc_store_relaxed(&track->prev,
                     rc_track_with_age(rc_load_relaxed(&track->prev), RC_OLD) | FRESH);
    list_append(&shard->list[RC_OLD], track);
    shard->members[RC_YOUNG]--;
    shard->members[RC_OLD]++;
    shard->untold--;
}

static bool promote(rc_slices *s)
{
    for (unsigned i = 0; i < RC_SHARDS; i++) {
        rc_shard *shard = &rc_tracked_shards_[i];
        rc_track *track;
        while (s->young[i] > 0 && !is_full(s) &&
               (track = list_first(&shard->list[RC_YOUNG])) != NULL) {
            make_old(shard, track);
            s->young[i]--;
            s->looked++;
        }
        rc_fetch_add_relaxed(&rc_tracked_young_,
                             shard->untold); /* relaxed: see refcount/tracked.h */
        shard->untold = 0;
    }
    return !is_full(s);
}

static void visit_to_count(void *object, void *arg)
{
    rc_slices *s = arg;
    rc_track *track = candidate(s, object);
    if (track != NULL && (!s->again || rc_track_state(track) == RC_STATE_GARBAGE))
        rc_found_add(track);
}

static bool count_list(rc_slices *s, rc_track *head, rc_track *counted)
{
    for (rc_track *track; (track = list_first(head)) != NULL; s->looked++) {
        if (is_full(s))
            return false;
        list_fetch(track);
        rc_slices_move(track, counted);
        s->candidates += !s->again;
        if (is_alive(track))
            traverse(track, visit_to_count, s);
    }
    return true;
}

static bool count(rc_slices *s)
{
    for (unsigned i = 0; i < RC_SHARDS; i++) {
        if (!count_list(s, &rc_tracked_shards_[i].list[RC_OLD], &s->work[i][RC_COUNTED]))
            return false;
    }
    return true;
}

static bool recount(rc_slices *s)
{
    s->again = true;
    for (unsigned i = 0; i < RC_SHARDS; i++) {
        if (!count_list(s, &s->work[i][RC_PROPOSED], &s->work[i][RC_COUNTED]))
            return false;
    }
    return true;
}

static void visit_to_reach(void *object, void *arg)
{
    rc_slices *s = arg;
    rc_track *track = candidate(s, object);
    if (track == NULL)
        return;
    uint64_t state = rc_track_state(track);
    if (state == s->live || (s->again && state != RC_STATE_GARBAGE && state != tentative(s)))
        return;
    rc_found_take(track);
    rc_track_set_state(track, s->live);
    if (state == tentative(s)) /* the pass has gone by: it comes once more */
        rc_slices_move(track, &s->work[rc_shard_number(track)][RC_COUNTED]);
}

/* Says whether it is held. Where found is more than the count, somebody has dropped a reference meanwhile. */
static bool look_at(rc_slices *s, rc_track *track)
{
    if (rc_track_state(track) == s->live)
        return true;
    uint64_t found = rc_found_take(track);
    bool proposed = found != 0 && found == rc_counter_read(&rc_track_header(track)->counter);
    rc_track_set_state(track, proposed ? tentative(s) : s->live);
    return !proposed;
}

static bool reach(rc_slices *s)
{
    for (unsigned i = 0; i < RC_SHARDS; i++) {
        for (rc_track *track; (track = list_first(&s->work[i][RC_COUNTED])) != NULL; s->looked++) {
            if (is_full(s))
                return false;
            list_fetch(track);
            if (!look_at(s, track)) {
                rc_slices_move(track, &s->work[i][RC_PROPOSED]);
                continue;
            }
            rc_slices_move(track, &rc_tracked_shards_[i].list[RC_OLD]);
            if (is_alive(track))
                traverse(track, visit_to_reach, s);
        }
    }
    /* What was reached late may be in a shard that is done with. */
    for (unsigned i = 0; i < RC_SHARDS; i++) {
        if (list_first(&s->work[i][RC_COUNTED]) != NULL)
            return false;
    }
    return true;
}

static bool (*const stages[])(rc_slices *s) = {begin, promote, count, reach, recount, reach};
enum { STAGES = sizeof stages / sizeof stages[0] };

/* -------------------------------------------------------------------------------- the slices */

static void see(rc_thread *thread, void *others)
{
    /* relaxed: the registry's lock is held. */
    if (thread != rc_thread_self_ && rc_load_relaxed(&thread->state) != RC_THREAD_FREE)
        *(bool *)others = true;
}

/* The others run, as long as they had to stand; so they have half of the time at least. */
static void rest(uint64_t nanoseconds)
{
    static _Atomic uint32_t nobody_wakes;
    bool others = false;
    RC_POINT("slice");
    rc_thread_each_(see, &others);
    if (!others)
        return;
    rc_thread_block_begin();
    rc_platform_wait(&nobody_wakes, 0, nanoseconds);
    rc_thread_block_end();
}

void rc_slices_stop(rc_slices *s, rc_round *r)
{
    rc_round_stop(r);
    rc_tracked_lock_();
    s->looked = 0;
}

void rc_slices_start(rc_slices *s, rc_round *r)
{
    size_t looked = s->looked;
    uint64_t took = rc_round_start(r);
    rc_mutex_lock(&rc_gc_state.mutex);
    rc_gc_stats *stats = &rc_gc_state.stats;
    stats->slices++;
    stats->slice_total_ns += took;
    if (took > stats->slice_longest_ns)
        stats->slice_longest_ns = took;
    if (looked > stats->slice_most)
        stats->slice_most = looked;
    rc_mutex_unlock(&rc_gc_state.mutex);
    rest(took);
}

static void propose(rc_slices *s, rc_round *r)
{
    for (bool goes_on = true; goes_on;) {
        rc_slices_stop(s, r);
        while (s->open && s->stage < STAGES && !is_full(s))
            s->stage += stages[s->stage](s);
        goes_on = s->open && s->stage < STAGES;
        rc_tracked_unlock_();
        rc_slices_start(s, r);
    }
}

void rc_slices_collect(rc_round *r)
{
    rc_slices *s = &rc_slices_state;
    rc_mutex_lock(&rc_gc_state.mutex);
    s->limit = rc_gc_state.slice;
    rc_mutex_unlock(&rc_gc_state.mutex);
    rc_tracked_lock_();
    s->open = true;
    s->again = false;
    s->stage = 0;
    s->live = rc_round_next_live();
    s->candidates = 0;
    rc_tracked_unlock_();
    r->sliced = true;
    propose(s, r);
    r->candidates = s->candidates;
    rc_slices_prove(s, r);
}

/* --------------------------------------------------------------------------------- abandoned */

static void reset(rc_track *head)
{
    for (rc_track *track = list_first(head); track != NULL && track != head;
         track = rc_track_next(track)) {
        rc_found_take(track);
        rc_track_set_state(track, FRESH);
    }
}

void rc_slices_abandon(void)
{
    rc_slices *s = &rc_slices_state;
    if (!s->open)
        return;
    s->open = false;
    for (unsigned i = 0; i < RC_SHARDS; i++) {
        rc_track *old = &rc_tracked_shards_[i].list[RC_OLD];
        for (unsigned w = 0; w < RC_WORKS; w++)
            list_splice(&s->work[i][w], old);
        reset(old);
    }
}
