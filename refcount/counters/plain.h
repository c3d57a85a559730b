/*
 * plain: a number in memory, protected by nothing.
 *
 *   retain:  ++count;          release:  if (--count == 0) dispose();
 *
 * Right on one thread, or where something else lets only one thread at a time count: an interpreter
 * lock, a queue that hands objects over. Wrong when threads share an object: two threads read the same
 * number and one of the two changes is lost.
 *
 *   T1 retain                 T2 release                count  references
 *   reads 2                                             2      2
 *                             reads 2, writes 1         1      1
 *   writes 3                                            3      2     <- never freed
 *
 *   T1 release                T2 retain
 *   reads 2                                             2      2
 *                             reads 2, writes 3         3      3
 *   writes 1                                            1      2     <- freed while in use
 *
 * Both columns are scripts of the stress scenario shared-dict. The operations are ordinary loads and
 * stores, so that ThreadSanitizer reports every such use as the data race that it is.
 *
 * Memory ordering: none. Progress: wait-free. Source: every single-threaded runtime; CPython under its
 * global interpreter lock.
 */
#ifndef RC_COUNTERS_PLAIN_H
#define RC_COUNTERS_PLAIN_H

#include "refcount/counters/word.h"

struct rc_counter {
    uint64_t word;
};

/* For the types on top: no thread comes between two of their instructions either. */
#define RC_COUNTER_ALONE true

#include "refcount/counters/header.h"
#include "refcount/counters/unaware.h"
#include "refcount/counters/unlocked.h"

/* The rare ends of a release that found `before`: the last reference, or a saturated count. */
void RC_NAME(counter_release_special_)(rc_counter *counter, uint64_t before, rc_dispose *dispose);
void RC_NAME(object_release_special_)(void *object, uint64_t before);

static inline void rc_counter_preset(rc_counter *counter, uint64_t count)
{
    counter->word = rc_word_preset(count);
}

RC_HOT void rc_counter_init(rc_counter *counter)
{
    counter->word = RC_WORD_ONE;
}

RC_HOT void rc_counter_destroy(rc_counter *counter)
{
    (void)counter;
}

RC_HOT void rc_counter_retain(rc_counter *counter)
{
    rc_word_retain(&counter->word);
}

RC_HOT void rc_counter_release(rc_counter *counter, rc_dispose *dispose)
{
    uint64_t before = counter->word;
    RC_POINT("release");
    if (rc_likely(!rc_word_release_is_special(before)))
        counter->word = before - RC_WORD_ONE;
    else
        RC_NAME(counter_release_special_)(counter, before, dispose);
}

static inline void rc_header_release(void *object)
{
    rc_counter *counter = &((rc_header *)object - 1)->counter;
    uint64_t before = counter->word;
    RC_POINT("release");
    if (rc_likely(!rc_word_release_is_special(before)))
        counter->word = before - RC_WORD_ONE;
    else
        RC_NAME(object_release_special_)(object, before);
}

RC_HOT bool rc_counter_try_retain(rc_counter *counter)
{
    return rc_word_try_retain(&counter->word);
}

RC_HOT void rc_counter_enable_try_retain(rc_counter *counter)
{
    counter->word |= RC_WORD_FINDABLE;
}

RC_HOT bool rc_counter_is_unique(const rc_counter *counter)
{
    return rc_word_is_unique(counter->word);
}

RC_HOT uint64_t rc_counter_read(const rc_counter *counter)
{
    return rc_word_read(counter->word);
}

RC_HOT void rc_counter_make_immortal(rc_counter *counter)
{
    counter->word = rc_word_pin(counter->word);
}

static inline bool rc_counter_is_findable(const rc_counter *counter)
{
    return (counter->word & RC_WORD_FINDABLE) != 0;
}

static inline void rc_counter_revive(rc_counter *counter)
{
    counter->word = RC_WORD_ONE;
}

static inline void rc_counter_seize(rc_counter *counter, bool condemned)
{
    counter->word = (counter->word + RC_WORD_ONE) | (condemned ? RC_WORD_CONDEMNED : 0);
}

static inline void rc_counter_condemn(rc_counter *counter)
{
    counter->word |= RC_WORD_CONDEMNED;
}

static inline void rc_counter_absolve(rc_counter *counter)
{
    counter->word &= ~RC_WORD_CONDEMNED;
}

static inline void rc_counter_bury(rc_counter *counter, void *next)
{
    counter->word = rc_word_bury(next);
}

static inline void *rc_counter_exhume(const rc_counter *counter)
{
    return rc_word_exhume(counter->word);
}

#endif
