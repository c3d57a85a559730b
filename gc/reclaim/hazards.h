/*
 * hazards.h: the read side of hazard pointers, for the schemes that have them. hazards.c is the other side.
 *
 * A thread names what it uses, in words that others can read; nothing that is named is released. The scheme's
 * header defines how a word is published (rc_hazard_publish), and what the quick word is; and before it includes
 * this file rc_hazard_entry, by which a scan finds a block of words.
 *
 * Every thread has a block of its own and further ones as it needs them; they are never freed. Some words of the
 * first block have a use of their own, so that the usual case needs no list:
 *
 *   word     holds                          busy
 *   BRIEF    rc_brief_begin_'s word         while it is not 0
 *   QUICK    the first of a guard           as the scheme says
 *   OPEN     1 or 0: no name                see hazard_asym.h
 *   STEP     the last three of a walk       while the record's `stepping` is set
 *   others   further ones                   while they are not in the free list
 *
 * The bits below an address are no part of it. Orderings are numbered across hazards.h, hazards.c and the scheme's
 * own files.
 */
#ifndef RC_RECLAIM_HAZARDS_H
#define RC_RECLAIM_HAZARDS_H

#include "gc/names.h"
#include "refcount/atomics.h"
#include "refcount/platform.h"

#define RC_HAZARDS 30
#define RC_HAZARD_BRIEF 0
#define RC_HAZARD_QUICK 1
#define RC_HAZARD_OPEN 2
#define RC_HAZARD_STEP 3 /* RC_GUARD_STEPS of them */
#define RC_HAZARD_OTHERS (RC_HAZARD_STEP + RC_GUARD_STEPS)
#define RC_HAZARD_BUSY ((uintptr_t)1)
#define RC_HAZARD_TAGS ((uintptr_t)3)

typedef struct rc_hazard {
    struct rc_hazard *next; /* free, or of one guard */
    struct rc_hazard_block *block;
    unsigned index;
} rc_hazard;

typedef struct rc_hazard_block {
    _Atomic uintptr_t word[RC_HAZARDS];
    _Atomic unsigned everything;  /* guards without memory for a word: nothing is released */
    rc_hazard_entry entry;        /* how a scan finds it */
    struct rc_hazard_block *mine; /* the same thread's next */
    rc_hazard hazard[RC_HAZARDS]; /* only the thread itself touches these */
} rc_hazard_block;

typedef struct rc_scheme_thread {
    rc_hazard_block block;
    rc_hazard *free;
    unsigned others; /* words and marks in use, beside those with a use of their own */
    bool stepping;   /* a guard has the words from STEP on */
    size_t scan_at;  /* batches that wait until it is worth a scan */
} rc_scheme_thread;

#include "gc/reclaim/record.h"

struct rc_guard {
    rc_reclaim_thread *thread;
    rc_hazard *others;
    bool quick, steps, everything;
};

/* What is stored before is seen by a scan that does not see, by what it does after, that the place has changed. */
static inline void rc_hazard_publish(rc_hazard_block *block, unsigned index, uintptr_t word);

/*
 * The quick word: whether a guard has it, how it is taken and the place loaded, and given back; and what a scan
 * must take it for. All but the last on the thread itself.
 */
static inline bool rc_hazard_quick_busy(const rc_hazard_block *block);
static inline uintptr_t rc_hazard_quick_load(rc_hazard_block *block,
                                             const _Atomic(uintptr_t) *place);
static inline void rc_hazard_quick_end(rc_hazard_block *block);
static inline bool rc_hazard_quick_counts(rc_hazard_block *block);

/*
 * When the quick word is busy. hazards.c. None of them gets the guard's address: it must be able to live in registers.
 * take: another word, or NULL without memory for one. everything: loads the place, and from then on names all.
 */
rc_hazard *rc_hazard_take_(rc_reclaim_thread *thread);
uintptr_t rc_hazard_settle_(rc_hazard *hazard, const _Atomic(uintptr_t) *place);
void rc_hazard_name_everything_(rc_reclaim_thread *thread);
void rc_hazard_give_back_(rc_reclaim_thread *thread, rc_hazard *others, bool everything);

/* Publishes what the place holds until it holds it still after that. */
static inline uintptr_t rc_hazard_settle(rc_hazard_block *block, unsigned index, uintptr_t busy,
                                         const _Atomic(uintptr_t) *place)
{
    uintptr_t word = rc_load_relaxed(place); /* relaxed: only a guess, which (1) confirms */
    for (;;) {
        rc_hazard_publish(block, index, word | busy);
        RC_POINT("hazard_published");
        /*
         * (1) seq_cst: the load comes after the publication, so that either it sees that the place has changed
         * or the scan of who changed it sees the word (3). And acquire: pairs with who published the object.
         */
        uintptr_t now = rc_load_seq_cst(place);
        if (rc_likely(now == word))
            return word;
        word = now;
    }
}

static inline void rc_hazard_clear(rc_hazard_block *block, unsigned index)
{
    /* (2) release: pairs with (3): our uses before the object's end */
    rc_store_release(&block->word[index], 0);
}

RC_HOT rc_guard rc_guard_enter(void)
{
    rc_reclaim_thread *thread = rc_reclaim_self_;
    if (rc_unlikely(thread == NULL))
        rc_reclaim_misuse_("rc_guard_enter", "a thread that is not attached");
    return (rc_guard){.thread = thread};
}

static inline uintptr_t rc_hazard_protect_more(rc_guard *guard, const _Atomic(uintptr_t) *place)
{
    rc_hazard *hazard = rc_hazard_take_(guard->thread);
    if (rc_unlikely(hazard == NULL)) {
        if (!guard->everything)
            rc_hazard_name_everything_(guard->thread);
        guard->everything = true;
        return rc_load_seq_cst(place); /* (1) seq_cst: no second look: the name fits all */
    }
    hazard->next = guard->others;
    guard->others = hazard;
    return rc_hazard_settle_(hazard, place);
}

static inline uintptr_t rc_guard_protect_(rc_guard *guard, const _Atomic(uintptr_t) *place)
{
    rc_hazard_block *block = &guard->thread->scheme.block;
    if (rc_unlikely(rc_hazard_quick_busy(block)))
        return rc_hazard_protect_more(guard, place);
    guard->quick = true;
    return rc_hazard_quick_load(block, place);
}

static inline uintptr_t rc_guard_step_(rc_guard *guard, unsigned step,
                                       const _Atomic(uintptr_t) *place)
{
    rc_scheme_thread *scheme = &guard->thread->scheme;
    if (rc_unlikely(!guard->steps)) {
        if (scheme->stepping)
            return rc_hazard_protect_more(guard, place); /* an outer guard is on a walk */
        scheme->stepping = guard->steps = true;
    }
    return rc_hazard_settle(&scheme->block, RC_HAZARD_STEP + step, 0, place);
}

RC_HOT void rc_guard_stop(rc_guard *guard)
{
    if (!guard->steps)
        return;
    for (unsigned i = 0; i < RC_GUARD_STEPS; i++)
        rc_hazard_clear(&guard->thread->scheme.block, RC_HAZARD_STEP + i);
    guard->thread->scheme.stepping = guard->steps = false;
}

RC_HOT void rc_guard_exit(rc_guard guard)
{
    if (guard.quick)
        rc_hazard_quick_end(&guard.thread->scheme.block);
    rc_guard_stop(&guard);
    if (rc_unlikely(guard.others != NULL || guard.everything))
        rc_hazard_give_back_(guard.thread, guard.others, guard.everything);
}

static inline uintptr_t rc_brief_begin_(const _Atomic(uintptr_t) *place)
{
    rc_reclaim_thread *thread = rc_reclaim_self_;
    if (rc_unlikely(thread == NULL))
        rc_reclaim_misuse_("rc_brief_begin_", "a thread that is not attached");
    return rc_hazard_settle(&thread->scheme.block, RC_HAZARD_BRIEF, 0, place);
}

static inline void rc_brief_end_(void)
{
    rc_hazard_clear(&rc_reclaim_self_->scheme.block, RC_HAZARD_BRIEF);
}

#endif
