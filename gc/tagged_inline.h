/*
 * tagged_inline.h: the operations on tagged slots that are inline where the backend is. See tagged.h.
 */
#ifndef RC_GC_TAGGED_INLINE_H
#define RC_GC_TAGGED_INLINE_H

#include "refcount/atomics.h"
#include "refcount/point.h"

_Static_assert(_Alignof(max_align_t) > RC_TAGGED_BITS,
               "an object's address leaves room for the tag");

/* The slot's reference to what was taken out of it. */
static inline void rc_tagged_retire(uintptr_t word)
{
    void *object = (void *)(word & ~RC_TAGGED_BITS);
    RC_POINT("tagged_retire");
    if (object != NULL)
        rc_reclaim_retire_(object);
}

RC_HOT void rc_tagged_slot_init(rc_tagged_slot *slot, void *object, uintptr_t tag)
{
    /* relaxed: nobody else sees the slot yet; whoever publishes it orders this. */
    rc_store_relaxed(&slot->word, (uintptr_t)rc_retain(object) | tag);
}

RC_HOT rc_tagged rc_tagged_slot_load(rc_tagged_slot *slot)
{
    /* The scheme's load is an acquire and pairs with (1), (2) and (3). */
    rc_tagged value = {rc_brief_begin_(&slot->word)};
    RC_POINT("tagged_load");
    rc_retain(rc_tagged_object(value));
    rc_brief_end_();
    return value;
}

static inline uintptr_t rc_tagged_slot_swap(rc_tagged_slot *slot, uintptr_t word)
{
    RC_POINT("tagged_store");
    /*
     * (1) seq_cst: as in slot_inline.h. release: pairs with the scheme's loads and (4), which must see what was
     * done to the object. acquire: pairs with (1), (2) and (3) of whoever stored the old one, for its end.
     */
    return rc_exchange_seq_cst(&slot->word, word);
}

RC_HOT void rc_tagged_slot_give(rc_tagged_slot *slot, void *object, uintptr_t tag)
{
    rc_tagged_retire(rc_tagged_slot_swap(slot, (uintptr_t)object | tag));
}

RC_HOT void rc_tagged_slot_store(rc_tagged_slot *slot, void *object, uintptr_t tag)
{
    rc_tagged_slot_give(slot, rc_retain(object), tag);
}

RC_HOT void rc_tagged_slot_destroy(rc_tagged_slot *slot)
{
    rc_tagged_slot_give(slot, NULL, 0);
}

RC_HOT void rc_tagged_slot_drop(rc_tagged_slot *slot)
{
    /* relaxed, both: as in slot_inline.h */
    rc_tagged old = {rc_load_relaxed(&slot->word)};
    rc_store_relaxed(&slot->word, 0);
    rc_release(rc_tagged_object(old));
}

/* The words alone: true if it was so. The references are the caller's affair. */
static inline bool rc_tagged_slot_replace(rc_tagged_slot *slot, rc_tagged expected,
                                          rc_tagged desired)
{
    RC_POINT("tagged_compare");
    /* (2) seq_cst: as (1). If it fails nothing of what was found is used. */
    return rc_cas_seq_cst(&slot->word, &expected.word, desired.word);
}

RC_HOT bool rc_tagged_slot_compare_give(rc_tagged_slot *slot, rc_tagged expected, rc_tagged desired)
{
    if (!rc_tagged_slot_replace(slot, expected, desired))
        return false;
    rc_tagged_retire(expected.word);
    return true;
}

RC_HOT bool rc_tagged_slot_compare_exchange(rc_tagged_slot *slot, rc_tagged expected,
                                            rc_tagged desired)
{
    void *object = rc_tagged_object(desired);
    if (object == rc_tagged_object(expected))
        return rc_tagged_slot_replace(slot, expected, desired);
    /* relaxed: a look that saves two counts; the exchange decides. */
    if (rc_load_relaxed(&slot->word) != expected.word)
        return false;
    /* Before the exchange: after it another thread may take the object out and the retired reference end. */
    rc_retain(object);
    if (rc_likely(rc_tagged_slot_compare_give(slot, expected, desired)))
        return true;
    /* Not the last: the caller's is left, or the one that keeps what it borrowed. */
    rc_release(object);
    return false;
}

RC_HOT rc_tagged rc_tagged_slot_fetch_or(rc_tagged_slot *slot, uintptr_t tag)
{
    RC_POINT("tagged_mark");
    /*
     * (3) seq_cst: a mark stops readers as a removal does, see gc/links.h. release: pairs with the scheme's
     * loads and (4), for what the mark announces. acquire: pairs with (1) and (2): the caller goes on with what
     * was there.
     */
    rc_tagged value = {rc_fetch_or_seq_cst(&slot->word, tag)};
    return value;
}

RC_HOT rc_tagged rc_tagged_slot_peek(const rc_tagged_slot *slot)
{
    rc_tagged value = {rc_load_acquire(&slot->word)}; /* (4) acquire: pairs with (1), (2) and (3) */
    return value;
}

RC_HOT rc_tagged rc_tagged_slot_step(rc_tagged_slot *slot, rc_guard *guard, unsigned step)
{
    rc_tagged value = {rc_guard_step_(guard, step, &slot->word)};
    return value;
}

RC_HOT rc_tagged rc_tagged_slot_borrow(rc_tagged_slot *slot, rc_guard *guard)
{
    rc_tagged value = {rc_guard_protect_(guard, &slot->word)};
    return value;
}

#endif
