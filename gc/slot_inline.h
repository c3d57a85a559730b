/*
 * slot_inline.h: the operations on slots that are inline where the backend is. See slot.h.
 */
#ifndef RC_GC_SLOT_INLINE_H
#define RC_GC_SLOT_INLINE_H

#include "refcount/atomics.h"
#include "refcount/point.h"

/* The slot's reference to what was taken out of it. */
static inline void rc_slot_retire(uintptr_t word)
{
    RC_POINT("slot_retire");
    if (rc_likely(word != 0))
        rc_reclaim_retire_((void *)word);
}

RC_HOT void rc_slot_init(rc_slot *slot, void *object)
{
    /* relaxed: nobody else sees the slot yet; whoever publishes it orders this. */
    rc_store_relaxed(&slot->word, (uintptr_t)rc_retain(object));
}

RC_HOT void *rc_slot_load(rc_slot *slot)
{
    /* The scheme's load is an acquire and pairs with (1) and (2). */
    void *object = (void *)rc_brief_begin_(&slot->word);
    RC_POINT("slot_load");
    rc_retain(object);
    rc_brief_end_();
    return object;
}

/* What the slot held before, with the slot's reference. */
static inline uintptr_t rc_slot_swap(rc_slot *slot, void *object)
{
    RC_POINT("slot_store");
    /*
     * (1) seq_cst: a reader that announces the old object after this sees that it is gone, and one that did
     * before is seen by a scan. release: pairs with the scheme's loads, which must see what was done to the
     * object. acquire: pairs with (1) and (2) of whoever stored the old one, for its end.
     */
    return rc_exchange_seq_cst(&slot->word, (uintptr_t)object);
}

RC_HOT void rc_slot_give(rc_slot *slot, void *object)
{
    rc_slot_retire(rc_slot_swap(slot, object));
}

RC_HOT void rc_slot_store(rc_slot *slot, void *object)
{
    rc_slot_give(slot, rc_retain(object));
}

RC_HOT void rc_slot_destroy(rc_slot *slot)
{
    rc_slot_give(slot, NULL);
}

RC_HOT void rc_slot_drop(rc_slot *slot)
{
    /* relaxed, both: nobody else uses the slot any more, and what made sure of that orders all that came before. */
    void *object = (void *)rc_load_relaxed(&slot->word);
    rc_store_relaxed(&slot->word, 0);
    rc_release(object);
}

RC_HOT void *rc_slot_exchange(rc_slot *slot, void *object)
{
    uintptr_t old = rc_slot_swap(slot, rc_retain(object));
    /* While the slot's reference is still ours to retire. */
    rc_retain((void *)old);
    rc_slot_retire(old);
    return (void *)old;
}

RC_HOT bool rc_slot_compare_give(rc_slot *slot, void *expected, void *desired)
{
    uintptr_t found = (uintptr_t)expected;
    RC_POINT("slot_compare");
    /* (2) seq_cst: as (1). If it fails nothing of what was found is used. */
    if (!rc_cas_seq_cst(&slot->word, &found, (uintptr_t)desired))
        return false;
    rc_slot_retire(found);
    return true;
}

RC_HOT bool rc_slot_compare_exchange(rc_slot *slot, void *expected, void *desired)
{
    /* relaxed: a look that saves two counts; the exchange decides. */
    if (rc_load_relaxed(&slot->word) != (uintptr_t)expected)
        return false;
    /* Before the exchange: after it another thread may take the object out and the retired reference end. */
    rc_retain(desired);
    if (rc_likely(rc_slot_compare_give(slot, expected, desired)))
        return true;
    /* Not the last: the caller's is left, or the one that keeps what it borrowed. */
    rc_release(desired);
    return false;
}

RC_HOT void *rc_slot_borrow(rc_slot *slot, rc_guard *guard)
{
    return (void *)rc_guard_protect_(guard, &slot->word);
}

RC_HOT bool rc_slot_holds(const rc_slot *slot, const void *object)
{
    /* (3) seq_cst: comes after what the caller has announced before; acquire: pairs with (1) and (2). */
    return rc_load_seq_cst(&slot->word) == (uintptr_t)object;
}

RC_HOT void rc_slot_visit(rc_slot *slot, rc_visit *visit, void *arg)
{
    /* relaxed: the world stands still; stopping it has ordered all stores. */
    uintptr_t word = rc_load_relaxed(&slot->word);
    if (word != 0)
        visit((void *)word, arg);
}

#endif
