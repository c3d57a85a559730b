/*
 * control.c: what a program asks of the collector, but for the collection itself.
 */
#include "gc/cycles/slices.h"

#include "refcount/observer.h"

rc_gc rc_gc_state = {
    .mutex = RC_MUTEX_INITIALIZER,
    .changed = RC_CONDITION_INITIALIZER,
    .pace = {.threshold = RC_GC_THRESHOLD, .young_factor = 1, .full_factor = 1},
    .slice = RC_GC_SLICE,
    .enabled = true,
    .seed = 1,
};

size_t rc_collect(void)
{
    return rc_gc_run(true, true);
}

size_t rc_gc_collect_young(void)
{
    return rc_gc_run(false, true);
}

size_t rc_gc_collect_sliced(void)
{
    return rc_gc_run_sliced();
}

void rc_gc_set_slice(size_t looks)
{
    rc_mutex_lock(&rc_gc_state.mutex);
    rc_gc_state.slice = looks > 0 ? looks : 1;
    rc_mutex_unlock(&rc_gc_state.mutex);
}

/* ------------------------------------------------------------------------------ by itself */

#define BATCHES_PER_THRESHOLD 64
#define LARGEST_BATCH 64

void rc_pace_apply(void)
{
    rc_gc *gc = &rc_gc_state;
    int64_t batch = (int64_t)(gc->pace.threshold / BATCHES_PER_THRESHOLD);
    batch = batch < 1 ? 1 : batch > LARGEST_BATCH ? LARGEST_BATCH : batch;
    int64_t due = rc_load_relaxed(&gc->enabled) ? rc_pace_due(&gc->pace) : RC_TRACKED_NEVER;
    if (rc_gc_flag(RC_GC_TORTURE_NEW))
        due = RC_TRACKED_ALWAYS;
    /* relaxed, both: see refcount/tracked.h. */
    rc_store_relaxed(&rc_tracked_batch_, batch);
    rc_store_relaxed(&rc_tracked_due_, due);
}

static uint64_t members(rc_age age)
{
    uint64_t sum = 0;
    for (unsigned i = 0; i < RC_SHARDS; i++) {
        rc_mutex_lock(&rc_tracked_shards_[i].mutex);
        sum += rc_tracked_shards_[i].members[age];
        rc_mutex_unlock(&rc_tracked_shards_[i].mutex);
    }
    return sum;
}

/* A birth is due to collect. */
static void collect_by_itself(void)
{
    rc_gc *gc = &rc_gc_state;
    if (rc_load_relaxed(&gc->busy)) /* relaxed: a hint; rc_gc_run looks again */
        return;
    bool full = rc_gc_flag(RC_GC_TORTURE_NEW);
    if (!full) {
        uint64_t old = members(RC_OLD);
        rc_mutex_lock(&gc->mutex);
        full = rc_pace_wants_full(&gc->pace, old);
        rc_mutex_unlock(&gc->mutex);
    }
    rc_gc_run(full, false);
}

static void collect_after_release(void)
{
    if (rc_gc_flag(RC_GC_TORTURE_RELEASE))
        rc_gc_run(true, false);
}

static void set_enabled(bool enabled)
{
    rc_mutex_lock(&rc_gc_state.mutex);
    rc_store_relaxed(&rc_gc_state.enabled, enabled); /* relaxed: see state.h */
    rc_pace_apply();
    rc_mutex_unlock(&rc_gc_state.mutex);
}

void rc_gc_enable(void)
{
    set_enabled(true);
}

void rc_gc_disable(void)
{
    set_enabled(false);
}

bool rc_gc_is_enabled(void)
{
    return rc_load_relaxed(&rc_gc_state.enabled); /* relaxed: see state.h */
}

void rc_gc_set_threshold(size_t objects)
{
    rc_mutex_lock(&rc_gc_state.mutex);
    rc_pace_reset(&rc_gc_state.pace, objects);
    rc_pace_apply();
    rc_mutex_unlock(&rc_gc_state.mutex);
}

size_t rc_gc_get_threshold(void)
{
    rc_mutex_lock(&rc_gc_state.mutex);
    size_t threshold = rc_gc_state.pace.threshold;
    rc_mutex_unlock(&rc_gc_state.mutex);
    return threshold;
}

/* ------------------------------------------------------------------------------- to look at */

void rc_gc_get_stats(rc_gc_stats *stats)
{
    uint64_t young = members(RC_YOUNG), old = members(RC_OLD), frozen = members(RC_FROZEN);
    rc_mutex_lock(&rc_gc_state.mutex);
    *stats = rc_gc_state.stats;
    stats->outstanding = rc_pace_outstanding(&rc_gc_state.pace, young);
    rc_mutex_unlock(&rc_gc_state.mutex);
    stats->tracked = young + old + frozen;
    stats->frozen = frozen;
}

bool rc_gc_is_tracked(const void *object)
{
    return (rc_header_tag(rc_header_of(object)) & RC_TAG_TRACKED) != 0;
}

bool rc_gc_is_finalized(const void *object)
{
    return (rc_header_tag(rc_header_of(object)) & RC_TAG_FINALIZED) != 0;
}

void rc_gc_set_debug(unsigned flags, rc_gc_report *report, void *arg)
{
    rc_mutex_lock(&rc_gc_state.mutex);
    rc_store_relaxed(&rc_gc_state.flags, flags); /* relaxed: see state.h */
    rc_gc_state.report = report;
    rc_gc_state.report_arg = arg;
    rc_pace_apply();
    rc_mutex_unlock(&rc_gc_state.mutex);
}

void rc_gc_set_seed(uint64_t seed)
{
    rc_mutex_lock(&rc_gc_state.mutex);
    rc_gc_state.seed = seed;
    rc_mutex_unlock(&rc_gc_state.mutex);
}

/* ---------------------------------------------------------------------------------- frozen */

static void move(rc_shard *shard, rc_age from, rc_age to)
{
    rc_track *head = &shard->list[from], *target = &shard->list[to];
    if (rc_track_is_empty(head))
        return;
    for (rc_track *track = rc_track_next(head); track != head; track = rc_track_next(track)) {
        uint64_t prev = rc_load_relaxed(&track->prev); /* relaxed, both: the lock is held */
        rc_store_relaxed(&track->prev, rc_track_with_age(prev, to) | RC_TRACK_NEW);
    }
    rc_track *last = rc_track_is_empty(target) ? target : rc_track_prev(target);
    rc_track_join(last, rc_track_next(head));
    rc_track_join(rc_track_prev(head), target);
    rc_track_join(head, head);
    shard->members[to] += shard->members[from];
    shard->members[from] = 0;
}

/*
 * relaxed ages are read by an object's own thread without the lock when it ends; all that it asks is whether
 * the object is detached, which nothing here changes.
 */
void rc_gc_freeze(void)
{
    rc_tracked_lock_();
    rc_slices_abandon();
    for (unsigned i = 0; i < RC_SHARDS; i++) {
        move(&rc_tracked_shards_[i], RC_OLD, RC_FROZEN);
        move(&rc_tracked_shards_[i], RC_YOUNG, RC_FROZEN);
        rc_tracked_shards_[i].untold = 0;
    }
    rc_store_relaxed(&rc_tracked_young_, 0); /* relaxed: see refcount/tracked.h */
    rc_tracked_unlock_();
}

void rc_gc_unfreeze(void)
{
    rc_tracked_lock_();
    rc_slices_abandon();
    for (unsigned i = 0; i < RC_SHARDS; i++)
        move(&rc_tracked_shards_[i], RC_FROZEN, RC_OLD);
    rc_tracked_unlock_();
}

/* ------------------------------------------------------------------------------------ start */

static void fork_prepare(void)
{
    rc_mutex_lock(&rc_gc_state.mutex);
}

static void fork_parent(void)
{
    rc_mutex_unlock(&rc_gc_state.mutex);
}

static void fork_child(void)
{
    rc_gc *gc = &rc_gc_state;
    if (gc->collector != NULL && gc->collector != rc_thread_self_) {
        gc->collector = NULL;
        rc_store_relaxed(&gc->busy, false); /* relaxed: no other thread exists */
        rc_tracked_lock_();
        rc_slices_abandon();
        rc_tracked_unlock_();
    }
    rc_condition_init(&gc->changed);
    rc_mutex_unlock(&gc->mutex);
}

static rc_observer observer = {
    .fork_prepare = fork_prepare, .fork_parent = fork_parent, .fork_child = fork_child};

__attribute__((constructor)) static void begin(void)
{
    rc_observer_add_(&observer);
    rc_tracked_collect_ = collect_by_itself;
    rc_tracked_released_ = collect_after_release;
    rc_pace_apply();
}
