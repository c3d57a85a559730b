/*
 * thread_record.h: what the library keeps of a thread.
 *
 * A record belongs to an identity (rc_platform_thread_token), not to one thread: it is never freed, and
 * a later thread with the same identity takes it over, with the objects that the earlier one still owned.
 * Other threads find a record by the token that an object carries; registering one is the only write to
 * the table that they can meet, so that finding takes no lock.
 */
#ifndef RC_THREAD_RECORD_H
#define RC_THREAD_RECORD_H

#include "refcount/atomics.h"
#include "refcount/counter.h"
#include "refcount/platform.h"

/* What others may ask of a thread; it looks at its next safepoint. */
#define RC_REQUEST_DRAIN 1u

/*
 * Objects and their bytes, counted in one word, because every object is counted twice in its life:
 *
 *   word   | objects : 24 | bytes : 40 |
 *
 * When the number of objects overflows, out of the word, the processor's carry tells; before it has, the
 * bytes cannot, as each object adds less than 2^16. Then the word is added to the sums and starts again.
 *
 * The words of a thread that is not attached are thread.c's `trap`: they are full, so that every addition
 * overflows, and nothing is ever stored there.
 */
typedef struct rc_thread_words {
    _Atomic uint64_t created, destroyed;
} rc_thread_words;

#define RC_THREAD_OBJECT (UINT64_C(1) << 40)
#define RC_THREAD_SMALL (UINT64_C(1) << 16)

/* Added to by the thread itself, or by any thread in rc_thread_stray_; read by rc_get_stats. */
typedef struct rc_thread_sums {
    _Atomic uint64_t created, created_bytes, destroyed, destroyed_bytes, queued, merged;
} rc_thread_sums;

/*
 *   state      counter queue   others may
 *   FREE       closed          merge in the place of the thread that is gone
 *   ATTACHED   open            queue objects for it, ask it
 *   BLOCKED    closed          merge in its place
 *   LEAVING    open            queue; it drains until nothing is left
 */
typedef enum rc_thread_state {
    RC_THREAD_FREE,
    RC_THREAD_ATTACHED,
    RC_THREAD_BLOCKED,
    RC_THREAD_LEAVING
} rc_thread_state;

typedef struct rc_thread {
    uint64_t token;       /* constant */
    const void *identity; /* changes only while the record is free: what the token was made from */
    struct rc_thread *next; /* constant once registered: the next record in its bucket */
    _Atomic uint32_t request;
    rc_counter_thread counter;
    rc_thread_words words;
    rc_thread_sums sums;
    /* The rest belongs to the thread itself, or to whoever holds the registry's lock: so relaxed is enough. */
    _Atomic rc_thread_state state;
    unsigned attached; /* nested attach calls */
    unsigned blocked;  /* nested blocking regions */
} __attribute__((aligned(64))) rc_thread;

#define rc_thread_self_ RC_NAME(thread_self_)
#define rc_thread_stray_ RC_NAME(thread_stray_)
#define rc_thread_find_ RC_NAME(thread_find_)
#define rc_thread_ask_ RC_NAME(thread_ask_)
#define rc_thread_words_ RC_NAME(thread_words_)
#define rc_thread_tally_created_ RC_NAME(thread_tally_created_)
#define rc_thread_tally_destroyed_ RC_NAME(thread_tally_destroyed_)

/* The calling thread's record, NULL while it is not attached. */
extern RC_THREAD_LOCAL rc_thread *rc_thread_self_;

/* Counts for the threads that are not attached. */
extern rc_thread_sums rc_thread_stray_;

/* The record of an identity, or NULL if no thread ever had it. Wait-free but for the bucket's length. */
rc_thread *rc_thread_find_(uint64_t token);

/* Sets a request; it happens after whatever the caller did before. */
void rc_thread_ask_(rc_thread *thread, uint32_t request);

extern RC_THREAD_LOCAL rc_thread_words *rc_thread_words_;

/* When a word overflows, for larger objects, and for threads that are not attached. thread.c */
void rc_thread_tally_created_(size_t size);
void rc_thread_tally_destroyed_(size_t size);

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

static inline void rc_thread_count_created(size_t size)
{
    if (rc_unlikely(!rc_thread_add_object(&rc_thread_words_->created, size)))
        rc_thread_tally_created_(size);
}

static inline void rc_thread_count_destroyed(size_t size)
{
    if (rc_unlikely(!rc_thread_add_object(&rc_thread_words_->destroyed, size)))
        rc_thread_tally_destroyed_(size);
}

static inline rc_thread_sums *rc_thread_sums_of_self(void)
{
    return rc_thread_self_ != NULL ? &rc_thread_self_->sums : &rc_thread_stray_;
}

#endif
