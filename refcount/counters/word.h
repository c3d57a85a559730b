/*
 * word.h: the count as one 64-bit word, for the backends that keep it in one.
 *
 *   bits 63 .. 4           count, as a signed number
 *   bit 2  CONDEMNED       the cycle collector is ending the object: it is found no more, though it has a count
 *   bit 1  FINDABLE        somebody can find the object without a reference (a weak reference, a slot)
 *   bit 0  DEAD            only on a dead object that waits for its destructor: bits 63..4 then link to
 *                          the next one
 *
 *   count:  0      1 ............... 2^59-1 | -2^59 .... PINNED .... -1
 *           dead   alive                    | saturated: immortal
 *
 * Flags stand in the low bits, so that no carry or borrow of the count can reach them. FINDABLE: legal
 * to set late only while the setter holds a reference; illegal to clear on a live object. CONDEMNED: set
 * while the world stands still, on an object that only garbage refers to; cleared if it lives on after all.
 *
 * Saturation needs no test in retain. From 2^59-1 the count steps into the negative half, where every
 * release finds it and pins it to the middle of that half; from there 2^58 operations in one direction,
 * all without a single release that pins it again, would be needed to leave it. An immortal object
 * starts pinned. The Linux refcount_t uses the same idea with 32 bits, where it needs the test.
 */
#ifndef RC_COUNTERS_WORD_H
#define RC_COUNTERS_WORD_H

#include "refcount/counter.h"
#include "refcount/platform.h"
#include "refcount/point.h"

#define RC_WORD_DEAD UINT64_C(1)
#define RC_WORD_FINDABLE UINT64_C(2)
#define RC_WORD_CONDEMNED UINT64_C(4)
#define RC_WORD_FLAGS UINT64_C(15)
#define RC_WORD_ONE UINT64_C(16)
#define RC_WORD_PINNED (UINT64_C(3) << 62)

static inline bool rc_word_saturated(uint64_t word)
{
    return (int64_t)word < 0;
}

/* Dead to whoever holds no reference. */
static inline bool rc_word_dead(uint64_t word)
{
    return word < RC_WORD_ONE || (word & (RC_WORD_DEAD | RC_WORD_CONDEMNED)) != 0;
}

static inline uint64_t rc_word_read(uint64_t word)
{
    if (word & RC_WORD_DEAD)
        return 0;
    return rc_word_saturated(word) ? RC_IMMORTAL : word / RC_WORD_ONE;
}

static inline uint64_t rc_word_pin(uint64_t word)
{
    return RC_WORD_PINNED | (word & RC_WORD_FLAGS);
}

/*
 * True if a release that found this word took the last reference, or found it saturated: as a
 * signed number both are below two, so that one comparison tells them from the usual case.
 */
static inline bool rc_word_release_is_special(uint64_t before)
{
    return (int64_t)before < (int64_t)(2 * RC_WORD_ONE);
}

/* A list link in place of the count; the object stays dead to every reader. */
static inline uint64_t rc_word_bury(void *next)
{
    return (uint64_t)(uintptr_t)next << 4 | RC_WORD_DEAD;
}

static inline void *rc_word_exhume(uint64_t word)
{
    return (void *)(uintptr_t)(word >> 4);
}

/* The word that a test starts from: `count` references, or immortal. */
static inline uint64_t rc_word_preset(uint64_t count)
{
    return count == RC_IMMORTAL ? RC_WORD_PINNED : count * RC_WORD_ONE;
}

/* The largest count that is not immortal. */
#define RC_COUNTER_MAX ((uint64_t)INT64_MAX / RC_WORD_ONE)

/* ------------------------------------------- the same on a word that something else protects */

static inline void rc_word_retain(uint64_t *word)
{
    uint64_t before = *word;
    RC_POINT("retain");
    *word = before + RC_WORD_ONE;
}

/* True if that was the last reference. */
static inline bool rc_word_release(uint64_t *word)
{
    uint64_t before = *word;
    RC_POINT("release");
    *word = before - RC_WORD_ONE;
    if (rc_likely(!rc_word_release_is_special(before)))
        return false;
    if (!rc_word_saturated(before) && before >= RC_WORD_ONE)
        return true;
    *word = rc_word_pin(before); /* immortal; or released once too often, and leaked from now on */
    return false;
}

static inline bool rc_word_try_retain(uint64_t *word)
{
    uint64_t before = *word;
    if (rc_word_dead(before))
        return false;
    RC_POINT("try_retain");
    *word = before + RC_WORD_ONE;
    return true;
}

static inline bool rc_word_is_unique(uint64_t word)
{
    return word == RC_WORD_ONE;
}

#endif
