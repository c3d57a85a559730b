/*
 * biased.c: the slow paths of biased counting. The protocol is described in biased.h; orderings are numbered
 * across its files.
 */
#include "refcount/counters/biased/queue.h"
#include "refcount/object.h"

const rc_backend_info rc_backend = {
    .name = "biased",
    .description = "the owner counts without atomics, the others on a shared word",
    .source = "Choi, Shull, Torrellas, PACT 2018, as corrected by CPython",
    .thread_safe = true,
    .deferred_death = true,
    .counter_size = sizeof(rc_counter),
    .header_size = sizeof(rc_header),
    .retain = RC_LOCK_FREE, /* where the shared count saturates and is pinned; else wait-free */
    .release = RC_LOCK_FREE,
    .try_retain = RC_LOCK_FREE,
};

/* Keeps the flags and the state, and puts the count where no thread can move it back from. */
static void pin(rc_counter *counter)
{
    /* relaxed, both: no decision follows from a saturated count but that it is one. */
    uint32_t before = rc_load_relaxed(&counter->shared);
    do {
        RC_POINT("pin");
    } while (!rc_cas_weak_relaxed(&counter->shared, &before,
                                  RC_BIASED_PINNED | (before & RC_BIASED_FLAGS)));
}

/*
 * The shared count has a negative sign: legal while queued, else it has overflowed or is saturated. Far
 * from the middle it is moved back there; near it an immortal object is left alone, as it is retained by
 * everybody.
 */
RC_COLD static void check_saturation(rc_counter *counter)
{
    uint32_t shared = rc_load_relaxed(&counter->shared); /* relaxed: as in pin */
    uint32_t distance = shared - RC_BIASED_PINNED + RC_BIASED_NEAR;
    if (rc_biased_saturated(shared) && distance > 2 * RC_BIASED_NEAR)
        pin(counter);
}

static void retain_shared(rc_counter *counter, uint32_t amount)
{
    /* relaxed: the caller holds a reference. */
    if (rc_unlikely((int32_t)(rc_fetch_add_relaxed(&counter->shared, amount * RC_BIASED_ONE) +
                              amount * RC_BIASED_ONE) < 0))
        check_saturation(counter);
}

void RC_NAME(counter_retain_slow_)(rc_counter *counter)
{
    uint64_t own = rc_load_relaxed(&counter->own); /* relaxed, both: the owner is the only writer */
    uint64_t owned = rc_biased_owned(own, rc_platform_thread_token());
    if (rc_likely(!rc_biased_is_owner(owned))) {
        retain_shared(counter, 1);
        return;
    }
    /* The local count is full. First there, then here: the sum is never too small. */
    uint32_t half = RC_BIASED_LOCAL_MAX / 2;
    retain_shared(counter, half);
    rc_store_relaxed(&counter->own, own - (half - 1) * RC_BIASED_LOCAL_ONE);
}

/* The owner's local count reaches zero. */
static void release_last_local(rc_counter *counter, uint64_t own, rc_dispose *dispose)
{
    /* relaxed: a zero that refuses try_retain on this thread; nobody else reads it while it is ours. */
    rc_store_relaxed(&counter->own, own - RC_BIASED_LOCAL_ONE);
    RC_POINT("local_zero");
    /* (14) acquire: pairs with (4): the uses of others that shared the object once. */
    if (rc_load_acquire(&counter->shared) == RC_BIASED_NONE)
        rc_biased_dispose_if(true, counter, dispose); /* the fast end */
    else
        rc_biased_dispose_if(rc_biased_merge(counter, 0), counter, dispose);
}

/* Not inline: its saved registers would have to reach memory before the usual case's exchange can. */
RC_NOINLINE static void release_shared(rc_counter *counter, uint32_t before, rc_dispose *dispose)
{
    for (;;) {
        uint32_t state = rc_biased_state(before);
        if (rc_biased_saturated(before) || state == RC_BIASED_DEAD)
            return;
        if (state == RC_BIASED_MERGED) {
            /* A final state, so that a subtraction cannot meet another one. (4) acq_rel: as below. */
            before = rc_fetch_sub_acq_rel(&counter->shared, RC_BIASED_ONE);
            if (rc_biased_shared_count(before) == 1)
                rc_biased_dispose_if(true, counter, dispose);
            else if (rc_biased_shared_count(before) <= 0)
                pin(counter); /* released once too often: leaked from now on */
            return;
        }
        bool queue = rc_biased_shared_count(before) == 0 && state == RC_BIASED_NONE;
        uint32_t after = queue ? before | RC_BIASED_QUEUED : before - RC_BIASED_ONE;
        RC_POINT("release_shared");
        /* (4) acq_rel: pairs with (1), (3), (4), (14), (15): our uses before the end, others' before ours. */
        if (rc_cas_weak_acq_rel(&counter->shared, &before, after)) {
            if (!queue || rc_biased_enqueue(counter, dispose))
                return;
            before = rc_load_relaxed(&counter->shared); /* relaxed: the exchange checks it */
        }
    }
}

/* A release by a thread that is not the owner. */
static inline void release_other(rc_counter *counter, rc_dispose *dispose)
{
    /*
     * The usual case, with constants, so that the exchange need not wait for the load: this thread took
     * the only shared reference of an object that its owner keeps, and gives it back. (4) as in
     * release_shared.
     */
    uint32_t before = rc_load_relaxed(&counter->shared); /* relaxed: the exchanges check it */
    RC_POINT("release_one");
    if (rc_likely(before == RC_BIASED_ONE) &&
        rc_likely(rc_cas_acq_rel(&counter->shared, &before, RC_BIASED_NONE)))
        return;
    release_shared(counter, before, dispose);
}

void RC_NAME(counter_release_slow_)(rc_counter *counter, rc_dispose *dispose)
{
    uint64_t own = rc_load_relaxed(&counter->own); /* relaxed: the owner is the only writer */
    uint64_t owned = rc_biased_owned(own, rc_platform_thread_token());
    if (rc_unlikely(rc_biased_is_owner(owned))) {
        if (owned >> 16 == 1)
            release_last_local(counter, own, dispose);
        return; /* else the local count is zero: released once too often, and ignored */
    }
    release_other(counter, dispose);
}

void RC_NAME(object_retain_slow_)(void *object)
{
    RC_NAME(counter_retain_slow_)(&((rc_header *)object - 1)->counter);
}

/* Not inline, both: they take the object's address, so that the short end need not compute the counter's. */
RC_NOINLINE static void object_release_own(void *object)
{
    RC_NAME(counter_release_slow_)(rc_counter_of(object), rc_object_dispose_);
}

RC_NOINLINE static void object_release_other(void *object, uint64_t owned_less_two)
{
    if (rc_likely(!rc_biased_is_owner(owned_less_two + 2 * RC_BIASED_LOCAL_ONE)))
        release_other(rc_counter_of(object), rc_object_dispose_);
    else
        object_release_own(object);
}

void RC_NAME(object_release_slow_)(void *object, uint64_t owned_less_two)
{
    rc_counter *counter = rc_counter_of(object);
    /* The upper half of the tag, if this thread is the owner and gives up its last local reference. */
    uint64_t high = owned_less_two + RC_BIASED_LOCAL_ONE;
    if (rc_unlikely(high > RC_BIASED_TAG)) {
        object_release_other(object, owned_less_two);
        return;
    }
    uint32_t shared = rc_load_acquire(&counter->shared); /* (14) as in release_last_local */
    uint64_t low = counter->tag_low;
    if (rc_likely(shared == RC_BIASED_NONE) && rc_likely(low & RC_TAG_LEAF))
        rc_object_end_leaf(object, (uintptr_t)(high << 32 | low));
    else
        object_release_own(object);
}

bool RC_NAME(counter_try_retain_slow_)(rc_counter *counter)
{
    uint64_t own = rc_load_relaxed(&counter->own); /* relaxed: as in retain */
    uint64_t owned = rc_biased_owned(own, rc_platform_thread_token());
    if (rc_biased_is_owner(owned)) {
        if (owned >> 16 == 0)
            return false; /* this thread is ending the object */
        rc_counter_retain(counter);
        return true;
    }
    uint32_t before = rc_load_relaxed(&counter->shared); /* relaxed: the exchange checks it */
    do {
        uint32_t state = rc_biased_state(before);
        if (state == RC_BIASED_DEAD || (before & RC_BIASED_CONDEMNED) != 0)
            return false; /* condemned by the collector: it has no owner, so that all look here */
        if (rc_biased_saturated(before))
            return true;
        /*
         * No shared count: dead if merged. With an owner it may be dead too, unless the owner must come
         * by this word before it ends the object: FINDABLE, or QUEUED.
         */
        if (rc_biased_shared_count(before) == 0 &&
            (state == RC_BIASED_MERGED ||
             (state == RC_BIASED_NONE && (before & RC_BIASED_FINDABLE) == 0)))
            return false;
        RC_POINT("try_retain");
        /* (15) acquire: pairs with revive (2), merge (3) and release (4). */
    } while (!rc_cas_weak_acquire(&counter->shared, &before, before + RC_BIASED_ONE));
    if (rc_unlikely((int32_t)(before + RC_BIASED_ONE) < 0))
        check_saturation(counter);
    return true;
}

void RC_NAME(counter_make_immortal_slow_)(rc_counter *counter)
{
    /* Whoever is not the owner leaves the local count alone: the saturated one decides anyway. */
    pin(counter);
}
