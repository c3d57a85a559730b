/*
 * tracked.c: the registry of tracked objects; described in tracked.h.
 */
#include "refcount/tracked.h"

#define SHARD                                                                                      \
    {                                                                                              \
        .mutex = RC_MUTEX_INITIALIZER                                                              \
    }
#define FOUR SHARD, SHARD, SHARD, SHARD
rc_shard rc_tracked_shards_[RC_SHARDS] = {FOUR, FOUR, FOUR, FOUR};

_Atomic int64_t rc_tracked_young_;
_Atomic int64_t rc_tracked_due_ = RC_TRACKED_NEVER;
_Atomic int64_t rc_tracked_batch_ = 1;
void (*rc_tracked_collect_)(void);
void (*rc_tracked_released_)(void);

/* The shard that this thread adds to, and one; zero before it has. */
static RC_THREAD_LOCAL unsigned own_shard;
static _Atomic uint32_t threads_so_far;

static rc_shard *shard_of_self(void)
{
    if (rc_unlikely(own_shard == 0))
        own_shard =
            rc_fetch_add_relaxed(&threads_so_far, 1) % RC_SHARDS + 1; /* relaxed: a number */
    return &rc_tracked_shards_[own_shard - 1];
}

static rc_shard *shard_of(const rc_track *track)
{
    return &rc_tracked_shards_[rc_load_relaxed(&track->prev) & RC_TRACK_SHARD];
}

static void tell_if_many(rc_shard *shard)
{
    int64_t batch = rc_load_relaxed(&rc_tracked_batch_);
    if (shard->untold < batch && shard->untold > -batch)
        return;
    rc_fetch_add_relaxed(&rc_tracked_young_, shard->untold);
    shard->untold = 0;
}

static void append(rc_track *head, rc_track *track)
{
    rc_track *last = rc_track_prev(head);
    rc_track_join(last != NULL ? last : head, track);
    rc_track_join(track, head);
}

void rc_tracked_add_(rc_track *track)
{
    rc_shard *shard = shard_of_self();
    rc_store_relaxed(&track->next, 0);
    rc_store_relaxed(&track->prev,
                     (uint64_t)(shard - rc_tracked_shards_) | RC_TRACK_NEW); /* young */
    rc_mutex_lock(&shard->mutex);
    append(&shard->list[RC_YOUNG], track);
    shard->members[RC_YOUNG]++;
    shard->untold++;
    tell_if_many(shard);
    rc_mutex_unlock(&shard->mutex);
}

void rc_tracked_remove_(rc_track *track)
{
    if (rc_track_age(rc_load_relaxed(&track->prev)) == RC_DETACHED)
        return;
    rc_shard *shard = shard_of(track);
    rc_mutex_lock(&shard->mutex);
    rc_age age =
        rc_track_age(rc_load_relaxed(&track->prev)); /* a collection may have ended meanwhile */
    rc_track_join(rc_track_prev(track), rc_track_next(track));
    shard->members[age]--;
    if (age == RC_YOUNG) {
        shard->untold--;
        tell_if_many(shard);
    }
    rc_mutex_unlock(&shard->mutex);
}

void rc_tracked_put_back_(rc_track *track)
{
    rc_shard *shard = shard_of(track);
    rc_mutex_lock(&shard->mutex);
    rc_store_relaxed(&track->prev,
                     rc_track_with_age(rc_load_relaxed(&track->prev), RC_OLD) | RC_TRACK_NEW);
    append(&shard->list[RC_OLD], track);
    shard->members[RC_OLD]++;
    rc_mutex_unlock(&shard->mutex);
}

void rc_tracked_lock_(void)
{
    for (unsigned i = 0; i < RC_SHARDS; i++)
        rc_mutex_lock(&rc_tracked_shards_[i].mutex);
}

void rc_tracked_unlock_(void)
{
    for (unsigned i = RC_SHARDS; i-- > 0;)
        rc_mutex_unlock(&rc_tracked_shards_[i].mutex);
}
