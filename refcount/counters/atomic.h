/*
 * atomic: one atomic word.
 *
 *   retain:      add 1                      relaxed
 *   release:     subtract 1, and dispose if it was the last     acquire-release
 *   try_retain:  compare-exchange, unless zero                  acquire
 *
 * Why retain may be relaxed: the caller holds a reference, so the count cannot reach zero meanwhile, and
 * whatever handed it that reference has ordered its view of the object.
 *
 * Why release may not: every use of the object must happen before its destruction.
 *
 *   T1                             T2
 *   writes object->field
 *   release: 2 -> 1  (1)
 *                                  release: 1 -> 0  (1)
 *                                  dispose reads object->field     stale, if (1) did not pair with (1)
 *
 * The decision "was I the last" comes from the value that the subtraction returned, never from a second
 * look: between the two another thread may have freed the object.
 *
 * Why try_retain is a loop and not an addition that is taken back: an addition to a dead count makes it
 * look alive for a moment, and enough of them make it look alive for good.
 *
 * Saturation: see counters/word.h. An immortal's word still moves with every retain and release, which
 * nobody can see but the cache line that it is on.
 *
 * Progress: retain is wait-free, and so is release but on an immortal object, which it pins again in a loop;
 * try_retain is lock-free.
 *
 * Source: C11; std::shared_ptr, Rust's Arc, Linux's refcount_t differ in what they check.
 */
#ifndef RC_COUNTERS_ATOMIC_H
#define RC_COUNTERS_ATOMIC_H

#include "refcount/atomics.h"
#include "refcount/counters/word.h"

struct rc_counter {
    _Atomic uint64_t word;
};

#include "refcount/counters/header.h"
#include "refcount/counters/unaware.h"
#include "refcount/counters/unlocked.h"

/* The rare ends of a release that found `before`. It disposes, so that the call here is the last thing. */
void RC_NAME(counter_release_special_)(rc_counter *counter, uint64_t before, rc_dispose *dispose);

void RC_NAME(object_release_special_)(void *object, uint64_t before);

/* Saturates the count. */
void RC_NAME(counter_pin_)(rc_counter *counter);

static inline void rc_counter_preset(rc_counter *counter, uint64_t count)
{
    rc_store_relaxed(&counter->word, rc_word_preset(count)); /* relaxed: nobody else sees it yet */
}

RC_HOT void rc_counter_init(rc_counter *counter)
{
    rc_store_relaxed(&counter->word, RC_WORD_ONE); /* relaxed: nobody else sees it yet */
}

RC_HOT void rc_counter_destroy(rc_counter *counter)
{
    (void)counter;
}

RC_HOT void rc_counter_retain(rc_counter *counter)
{
    RC_POINT("retain");
    rc_fetch_add_relaxed(&counter->word, RC_WORD_ONE); /* relaxed: see the essay */
}

RC_HOT void rc_counter_release(rc_counter *counter, rc_dispose *dispose)
{
    RC_POINT("release");
    /* (1) acq_rel: pairs with every other release (1), so that the last one comes after all uses; and
     * with (2) and (3). */
    uint64_t before = rc_fetch_sub_acq_rel(&counter->word, RC_WORD_ONE);
    if (rc_unlikely(rc_word_release_is_special(before)))
        RC_NAME(counter_release_special_)(counter, before, dispose);
}

static inline void rc_header_release(void *object)
{
    RC_POINT("release");
    rc_counter *counter = &((rc_header *)object - 1)->counter;
    uint64_t before = rc_fetch_sub_acq_rel(&counter->word, RC_WORD_ONE); /* (1) as above */
    if (rc_unlikely(rc_word_release_is_special(before)))
        RC_NAME(object_release_special_)(object, before);
}

RC_HOT bool rc_counter_try_retain(rc_counter *counter)
{
    uint64_t before = rc_load_relaxed(&counter->word); /* relaxed: the exchange checks it */
    do {
        if (rc_word_dead(before))
            return false;
        RC_POINT("try_retain");
        /* (2) acquire: pairs with release (1) of whoever used the object before, and with revive (4). */
    } while (!rc_cas_weak_acquire(&counter->word, &before, before + RC_WORD_ONE));
    return true;
}

RC_HOT void rc_counter_enable_try_retain(rc_counter *counter)
{
    rc_fetch_or_relaxed(&counter->word, RC_WORD_FINDABLE); /* relaxed: publishing orders it */
}

RC_HOT bool rc_counter_is_unique(const rc_counter *counter)
{
    /* (3) acquire: pairs with release (1) of the others that held references. */
    return rc_word_is_unique(rc_load_acquire(&counter->word));
}

RC_HOT uint64_t rc_counter_read(const rc_counter *counter)
{
    return rc_word_read(rc_load_relaxed(&counter->word)); /* relaxed: a number to look at */
}

RC_HOT void rc_counter_make_immortal(rc_counter *counter)
{
    RC_NAME(counter_pin_)(counter);
}

static inline bool rc_counter_is_findable(const rc_counter *counter)
{
    return (rc_load_relaxed(&counter->word) & RC_WORD_FINDABLE) !=
           0; /* relaxed: the object is dead */
}

static inline void rc_counter_revive(rc_counter *counter)
{
    /* (4) release: pairs with try_retain (2) of a reader that still knows the address. */
    rc_store_release(&counter->word, RC_WORD_ONE);
}

/* relaxed, and not in one step: the world stands still, and only garbage refers to the object. */
static inline void rc_counter_seize(rc_counter *counter, bool condemned)
{
    uint64_t word = rc_load_relaxed(&counter->word);
    rc_store_relaxed(&counter->word, (word + RC_WORD_ONE) | (condemned ? RC_WORD_CONDEMNED : 0));
}

/* relaxed, both: for the collector, who orders them by letting the world go on. */
static inline void rc_counter_condemn(rc_counter *counter)
{
    rc_fetch_or_relaxed(&counter->word, RC_WORD_CONDEMNED);
}

static inline void rc_counter_absolve(rc_counter *counter)
{
    rc_fetch_and_relaxed(&counter->word, ~RC_WORD_CONDEMNED);
}

static inline void rc_counter_bury(rc_counter *counter, void *next)
{
    rc_store_relaxed(&counter->word,
                     rc_word_bury(next)); /* relaxed: readers are refused either way */
}

static inline void *rc_counter_exhume(const rc_counter *counter)
{
    return rc_word_exhume(rc_load_relaxed(&counter->word)); /* relaxed: this thread buried it */
}

#endif
