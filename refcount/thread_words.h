/*
 * thread_words.h: what the making and the end of an object need of the calling thread, behind one pointer.
 *
 * Objects and their bytes are counted in one word, because every object is counted twice in its life:
 *
 *   word   | objects : 24 | bytes : 40 |
 *
 * When the number of objects overflows, out of the word, the processor's carry tells; before it has, the
 * bytes cannot, as each object adds less than 2^16. Then the word is added to the sums of thread_record.h
 * and starts again.
 *
 * The words of a thread that is not attached, or blocked, are thread.c's `trap`: they are full, so that
 * every addition overflows, and nothing is ever stored there. So whoever has counted is attached, which a
 * backend that knows owners need not ask again.
 */
#ifndef RC_THREAD_WORDS_H
#define RC_THREAD_WORDS_H

#include "refcount/atomics.h"
#include "refcount/names.h"
#include "refcount/platform.h"

typedef struct rc_thread_words {
    _Atomic uint64_t created, destroyed;
    uint64_t newborn; /* constant; for backends that know owners: see rc_counter_newborn */
} rc_thread_words;

#define RC_THREAD_OBJECT (UINT64_C(1) << 40)
#define RC_THREAD_SMALL (UINT64_C(1) << 16)

#define rc_thread_words_ RC_NAME(thread_words_)

/* Never NULL. */
extern RC_THREAD_LOCAL rc_thread_words *rc_thread_words_;

/* Adds an object to a word. False if it has not been added. */
static inline bool rc_thread_add_object(_Atomic uint64_t *word, size_t size)
{
    /* relaxed, both: only the record's own thread writes it. */
    uint64_t after, before = rc_load_relaxed(word);
    if (rc_unlikely(size >= RC_THREAD_SMALL) ||
        rc_unlikely(__builtin_add_overflow(before, RC_THREAD_OBJECT + size, &after)))
        return false;
    rc_store_relaxed(word, after);
    return true;
}

#endif
