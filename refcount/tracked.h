/*
 * tracked.h: the registry of the objects that can be in a cycle: those whose type has `traverse`.
 *
 * Each has two words before its header, which make it a member of a doubly linked list and hold what the
 * collector notes of it. Addresses are multiples of 16 and below 2^48, so that 20 bits of a word remain:
 *
 *   next   | next member : 44 | references found, lower part : 20 |
 *   prev   | previous member : 44 | references found, upper part : 12 | state : 2 | age : 2 | shard : 4 |
 *
 * References found are those that the collector has found from tracked objects; zero between collections.
 * They saturate: an object with more stays alive. State: see gc/cycles/judge.c; no meaning in between.
 *
 *   age        list that the object is in                   changes
 *   YOUNG      its shard's; no collection has seen it       at birth
 *   OLD        its shard's; it has survived one             when a collection ends, and at unfreeze
 *   FROZEN     its shard's; collections do not look at it   at freeze
 *   DETACHED   one of the collector's own, or none          when it is found garbage: the collector holds a
 *                                                           reference, so that it ends only after that
 *
 * Shards keep threads apart: each thread adds to one, the least used when it added its first object; an object
 * is removed from the shard that it is in, by whatever thread. In a shard's lists objects stand in the order
 * of their birth, which is often that of their addresses, so that a walk is kind to the cache.
 *
 * Locking. A shard's mutex guards its lists, the words of its members but for what follows, and its numbers;
 * nothing is called under it. The words are atomic, because an object's own thread looks at its age and shard
 * without the lock, while the end of a neighbour changes the links beside them. relaxed is enough for all
 * that: age and shard change only while the world stands still, or by who holds the lock for all.
 */
#ifndef RC_TRACKED_H
#define RC_TRACKED_H

#include "refcount/atomics.h"
#include "refcount/names.h"
#include "refcount/platform.h"

#include <stdint.h>

typedef struct rc_track {
    _Atomic uint64_t next, prev;
} __attribute__((aligned(16))) rc_track;

typedef enum rc_age { RC_YOUNG, RC_OLD, RC_FROZEN, RC_DETACHED } rc_age;
#define RC_AGES_LISTED 3u /* those that have a list in each shard */

#define RC_TRACK_LINK_SHIFT 16 /* an address without its low 4 bits, above 20 bits */
#define RC_TRACK_REST ((UINT64_C(1) << 20) - 1)
#define RC_TRACK_SHARD UINT64_C(15)
#define RC_TRACK_AGE_SHIFT 4
#define RC_TRACK_AGE (UINT64_C(3) << RC_TRACK_AGE_SHIFT)
#define RC_TRACK_STATE (UINT64_C(3) << 6)
#define RC_TRACK_NEW RC_TRACK_STATE /* of a newborn, and of what comes back to a list */
#define RC_TRACK_FOUND_HIGH (UINT64_C(0xfff) << 8)

#define RC_SHARDS 16u

typedef struct rc_shard {
    rc_mutex mutex;
    size_t members[RC_AGES_LISTED];
    int64_t untold;                /* young members that rc_tracked_young_ does not count yet */
    rc_track list[RC_AGES_LISTED]; /* heads, by age; one that links to nothing is an empty list */
} __attribute__((aligned(64))) rc_shard;

#define rc_tracked_shards_ RC_NAME(tracked_shards_)
#define rc_tracked_young_ RC_NAME(tracked_young_)
#define rc_tracked_due_ RC_NAME(tracked_due_)
#define rc_tracked_batch_ RC_NAME(tracked_batch_)
#define rc_tracked_collect_ RC_NAME(tracked_collect_)
#define rc_tracked_released_ RC_NAME(tracked_released_)
#define rc_tracked_add_ RC_NAME(tracked_add_)
#define rc_tracked_remove_ RC_NAME(tracked_remove_)
#define rc_tracked_put_back_ RC_NAME(tracked_put_back_)
#define rc_tracked_lock_ RC_NAME(tracked_lock_)
#define rc_tracked_unlock_ RC_NAME(tracked_unlock_)

extern rc_shard rc_tracked_shards_[RC_SHARDS];

/*
 * Young objects, but for fewer than a batch in each shard; how many make a birth call rc_tracked_collect_;
 * the batch. relaxed, everywhere: numbers that decide when, and nothing else.
 */
extern _Atomic int64_t rc_tracked_young_, rc_tracked_due_, rc_tracked_batch_;
#define RC_TRACKED_NEVER INT64_MAX
#define RC_TRACKED_ALWAYS INT64_MIN

/* What is called then, before the object is made; set from a constructor, or NULL. */
extern void (*rc_tracked_collect_)(void);

/* What is called after each release of an object, where points are compiled in; or NULL. */
extern void (*rc_tracked_released_)(void);

static inline void rc_tracked_after_release(void)
{
#ifdef RC_POINTS
    if (rc_unlikely(rc_tracked_released_ != NULL))
        rc_tracked_released_();
#endif
}

static inline void rc_tracked_before_birth(void)
{
    if (rc_unlikely(rc_load_relaxed(&rc_tracked_young_) >= rc_load_relaxed(&rc_tracked_due_)) &&
        rc_tracked_collect_ != NULL)
        rc_tracked_collect_();
}

/* A new object, young. The collector may look at it from now on. */
void rc_tracked_add_(rc_track *track);

/* The object's memory goes next. Its count is zero, and has been since its last reference. */
void rc_tracked_remove_(rc_track *track);

/* A detached object is old from now on. The caller holds a reference to it. */
void rc_tracked_put_back_(rc_track *track);

/* All shards at once: for the collector, which changes lists and words as it likes meanwhile; and for a fork. */
void rc_tracked_lock_(void);
void rc_tracked_unlock_(void);

/* ------------------------------------------------------------------------------ the words */

static inline rc_track *rc_track_link(uint64_t word)
{
    return (rc_track *)(uintptr_t)((word & ~RC_TRACK_REST) >> RC_TRACK_LINK_SHIFT);
}

static inline uint64_t rc_track_word(const rc_track *link, uint64_t rest)
{
    return (uint64_t)(uintptr_t)link << RC_TRACK_LINK_SHIFT | (rest & RC_TRACK_REST);
}

static inline rc_track *rc_track_next(const rc_track *track)
{
    return rc_track_link(rc_load_relaxed(&track->next)); /* relaxed, all below: see the essay */
}

static inline rc_track *rc_track_prev(const rc_track *track)
{
    return rc_track_link(rc_load_relaxed(&track->prev));
}

static inline void rc_track_set_next(rc_track *track, const rc_track *next)
{
    rc_store_relaxed(&track->next, rc_track_word(next, rc_load_relaxed(&track->next)));
}

static inline void rc_track_set_prev(rc_track *track, const rc_track *prev)
{
    rc_store_relaxed(&track->prev, rc_track_word(prev, rc_load_relaxed(&track->prev)));
}

/* Both ways, at once. */
static inline void rc_track_join(rc_track *left, rc_track *right)
{
    rc_track_set_next(left, right);
    rc_track_set_prev(right, left);
}

static inline rc_age rc_track_age(uint64_t prev)
{
    return (rc_age)((prev & RC_TRACK_AGE) >> RC_TRACK_AGE_SHIFT);
}

static inline uint64_t rc_track_with_age(uint64_t prev, rc_age age)
{
    return (prev & ~RC_TRACK_AGE) | (uint64_t)age << RC_TRACK_AGE_SHIFT;
}

static inline bool rc_track_is_empty(const rc_track *head)
{
    rc_track *next = rc_track_next(head);
    return next == NULL || next == head;
}

#endif
