/*
 * tagged.h: a slot with two mark bits beside the reference.
 *
 * A lock-free list deletes an object in two steps: first it marks the object's own link, so that nobody
 * inserts behind it any more, then it takes the object out. Mark and reference must change in one step, so
 * they share a word:
 *
 *   word   | the object's address | tag : 2 |
 *
 * Objects are aligned to 16 bytes or more, so an address leaves the room. What a tag means is its user's
 * affair; RC_LINK_MARK and RC_LINK_GONE are what gc/links.h means by them. The rule of gc/slot.h holds here too:
 * whatever takes the object out retires the reference. A change of the tag alone touches no count.
 *
 * Source: Harris, "A Pragmatic Implementation of Non-Blocking Linked-Lists", DISC 2001.
 */
#ifndef RC_GC_TAGGED_H
#define RC_GC_TAGGED_H

#include "gc/reclaim.h"
#include "refcount/object.h"

#ifdef __cplusplus
extern "C" {
#endif

/* An object, or NULL, and its tag, as a value. */
typedef struct rc_tagged {
    uintptr_t word;
} rc_tagged;

#define RC_LINK_MARK                                                                               \
    ((uintptr_t)1) /* legal to set by anyone, once; nothing but a removal comes after */
#define RC_LINK_GONE ((uintptr_t)2) /* set by whoever removed the object, with its reference gone */
#define RC_TAGGED_BITS ((uintptr_t)3)

/* Owns one reference to its object. Zeroed memory is a slot without object and tag. */
typedef struct rc_tagged_slot {
#if RC_INLINE_BACKEND
    _Atomic(uintptr_t) word;
#else
    uintptr_t word;
#endif
} rc_tagged_slot;

static inline rc_tagged rc_tagged_make(void *object, uintptr_t tag)
{
    rc_tagged value = {(uintptr_t)object | tag};
    return value;
}

static inline void *rc_tagged_object(rc_tagged value)
{
    return (void *)(value.word & ~RC_TAGGED_BITS);
}

static inline uintptr_t rc_tagged_tag(rc_tagged value)
{
    return value.word & RC_TAGGED_BITS;
}

static inline bool rc_tagged_equal(rc_tagged a, rc_tagged b)
{
    return a.word == b.word;
}

/* Contracts, where nothing else is said: those of the operations of the same name in gc/slot.h. */
RC_HOT void rc_tagged_slot_init(rc_tagged_slot *slot, void *object, uintptr_t tag);
RC_HOT void rc_tagged_slot_destroy(rc_tagged_slot *slot);
RC_HOT void rc_tagged_slot_drop(rc_tagged_slot *slot);

/* The object comes with a new reference. */
RC_HOT RC_MUST_CHECK rc_tagged rc_tagged_slot_load(rc_tagged_slot *slot);

RC_HOT void rc_tagged_slot_store(rc_tagged_slot *slot, void *object, uintptr_t tag);
RC_HOT void rc_tagged_slot_give(rc_tagged_slot *slot, void *object, uintptr_t tag);
RC_HOT RC_MUST_CHECK rc_tagged rc_tagged_slot_borrow(rc_tagged_slot *slot, rc_guard *guard);

/*
 * As borrow, for a walk: it stays until the third step after this one, with the same guard, or rc_guard_stop, or
 * the guard's exit. `step` counts; who gives the same number again takes back that step. A walk needs a fixed
 * number of hazard pointers so, where the scheme has those.
 */
RC_HOT RC_MUST_CHECK rc_tagged rc_tagged_slot_step(rc_tagged_slot *slot, rc_guard *guard,
                                                   unsigned step);

/*
 * Reference and tag at once: true if the slot held `expected`, tag and all. With the same object in both only
 * the tag changes and no count is touched.
 */
RC_HOT RC_MUST_CHECK bool rc_tagged_slot_compare_exchange(rc_tagged_slot *slot, rc_tagged expected,
                                                          rc_tagged desired);

/* The same, but the caller's reference to the new object becomes the slot's. The two objects differ. */
RC_HOT RC_MUST_CHECK bool rc_tagged_slot_compare_give(rc_tagged_slot *slot, rc_tagged expected,
                                                      rc_tagged desired);

/*
 * Sets bits of the tag and returns what was there before: who finds its bit not set has set it. Nothing keeps
 * the object that is returned but what the caller has.
 * Ordering: acquire and release. Progress: wait-free where the processor has the operation, else lock-free.
 */
RC_HOT rc_tagged rc_tagged_slot_fetch_or(rc_tagged_slot *slot, uintptr_t tag);

/*
 * What is there, to be compared with and not to be followed. Ordering: acquire: what was done before it was
 * stored, so that a tag can announce something. Progress: wait-free.
 */
RC_HOT RC_MUST_CHECK rc_tagged rc_tagged_slot_peek(const rc_tagged_slot *slot);

#ifdef __cplusplus
}
#endif

#if RC_INLINE_BACKEND
#include "gc/tagged_inline.h"
#endif

#endif
