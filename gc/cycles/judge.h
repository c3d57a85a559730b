/*
 * judge.h: which of some tracked objects are garbage. While the world stands still.
 */
#ifndef RC_GC_CYCLES_JUDGE_H
#define RC_GC_CYCLES_JUDGE_H

#include "gc/cycles/names.h"
#include "refcount/object.h"

/*
 * The state of a candidate, in its words (refcount/tracked.h). Two values take turns to mean "live", so that what
 * one full collection has left behind is fresh to the next, without having been written to in between.
 */
#define RC_STATE_EVEN (UINT64_C(0) << 6)
#define RC_STATE_ODD (UINT64_C(1) << 6)
#define RC_STATE_GARBAGE (UINT64_C(2) << 6) /* looked at, and not reached */
#define RC_STATE_NEW RC_TRACK_NEW           /* of the newborn; in limbo: its finalizer is to run */

/* Objects that wait for the prefetch of their headers. */
#define RC_WINDOW 16u
typedef struct rc_window {
    void *object[RC_WINDOW];
    unsigned in, out; /* numbers of those that have ever gone in and come out */
} rc_window;

#define RC_PROBLEMS 16u
typedef struct rc_problem {
    const void *object;
    const rc_type *type;
    uint64_t count, found;
    const void *from;
    const rc_type *from_type;
    bool misjudged; /* verify mode: found is 1 if it can be reached, and there is no from */
} rc_problem;

/*
 * The candidates are all members of the lists; their ages are in `ages`, one bit each, and nothing else has
 * such an age. `pins`: references to each that the collector holds itself.
 */
typedef struct rc_trial {
    rc_track *list[RC_SHARDS * RC_AGES_LISTED];
    size_t *members[RC_SHARDS * RC_AGES_LISTED];
    unsigned lists;
    unsigned ages;
    uint64_t pins;
    bool promote;  /* what is live becomes old */
    uint64_t live; /* the state of what has been reached; any other but GARBAGE is fresh */
    bool reset;    /* states mean nothing yet: all become NEW first */

    size_t candidates, garbage;
    bool relink; /* links backwards are out of order: the lists must be sifted */

    rc_window window;
    rc_track *stack;
    rc_problem problem[RC_PROBLEMS];
    unsigned problems;
} rc_trial;

/* Adds a list; `members` NULL if nobody counts them. */
void rc_trial_add(rc_trial *trial, rc_track *list, size_t *members);

/*
 * Judges: afterwards the state of each candidate is `live` or GARBAGE. O(candidates and their references); no
 * memory.
 */
void rc_trial_judge(rc_trial *trial);

/*
 * Takes the members with a state out of the lists, in their order, and calls `take` for each, which may change
 * its words. Puts the links in order again: to be called after each judgement that says garbage > 0 or relink.
 */
void rc_trial_sift(rc_trial *trial, uint64_t state, void (*take)(rc_track *track, void *arg),
                   void *arg);

/* ----------------------------------------------------------------- for the files of this directory */

static inline rc_header *rc_track_header(const rc_track *track)
{
    return (rc_header *)(uintptr_t)(track + 1);
}

static inline void *rc_track_object(const rc_track *track)
{
    return rc_track_header(track) + 1;
}

static inline const rc_type *rc_tag_type(uintptr_t tag)
{
    return (const rc_type *)(tag & ~RC_TAG_FLAGS);
}

static inline const rc_type *rc_track_type(const rc_track *track)
{
    return rc_tag_type(rc_header_tag(rc_track_header(track)));
}

/* The track of an object that a traverse function names, or NULL if it is no candidate. */
static inline rc_track *rc_candidate(const void *object, unsigned ages)
{
    rc_header *header = rc_header_of(object);
    if ((rc_header_tag(header) & RC_TAG_TRACKED) == 0)
        return NULL;
    rc_track *track = rc_object_track(header);
    unsigned age = (unsigned)rc_track_age(rc_load_relaxed(&track->prev));
    return (ages >> age & 1) != 0 ? track : NULL;
}

static inline uint64_t rc_track_state(const rc_track *track)
{
    return rc_load_relaxed(&track->prev) & RC_TRACK_STATE;
}

static inline void rc_track_set_state(rc_track *track, uint64_t state)
{
    rc_store_relaxed(&track->prev, (rc_load_relaxed(&track->prev) & ~RC_TRACK_STATE) | state);
}

/* One reference more, or less, has been found. */
void rc_found_add(rc_track *track);
void rc_found_sub(rc_track *track);

/* How many have, and from now on none. */
uint64_t rc_found_take(rc_track *track);
uint64_t rc_found(const rc_track *track);

/* A stack that runs through the links backwards. */
static inline void rc_stack_push(rc_track **stack, rc_track *track)
{
    rc_track_set_prev(track, *stack);
    *stack = track;
}

static inline rc_track *rc_stack_pop(rc_track **stack)
{
    rc_track *track = *stack;
    *stack = rc_track_prev(track);
    return track;
}

#endif
