/*
 * links.h: putting an object into a linked structure and taking it out, with no count touched.
 *
 * A stack, a queue and a list do two things all day. Each moves a reference from one slot to another: to
 * count it in the one and release it in the other would be two atomic operations, and a deferred release, for
 * nothing.
 *
 *   insert   slot --> next                       slot --> object --> next
 *            the slot's reference to next becomes the link's, the caller's to object the slot's
 *
 *   remove   slot --> object --> next            slot --> next           object --> GONE
 *            the link's reference to next becomes the slot's; the slot's to object is retired
 *
 * A removal is two steps, and in between two words name one reference:
 *
 *   step             slot          object's link      who owns the reference to next
 *                    object        next               the link
 *   (1) in links.h   next          next               the slot; the link is stale
 *   (2)              next          GONE               the slot
 *
 * So of what the link of an object leads to only this is known: it was alive if the object was still in the
 * structure after the link had been read. Whoever wants to follow it makes sure of that: by the slot that led
 * to the object, unchanged, or by a mark on the link that is not set, where every removal sets one before.
 * A reader who follows a stale link under hazard pointers reads freed memory:
 *
 *   T1 removes a                   T2 looks for b                 T3 removes b
 *   slot: a -> b  (1)
 *                                                                 slot: b -> c, retires b: freed
 *                                  a's link: b, unchanged:
 *                                  "protected"
 *                                  looks into b    <- use after free, unless it looked at the mark
 *   a's link: GONE (2)                              test: slot-list; mutant slot/list-ignores-mark
 *
 * Why the link is cut at all. A removed object that a stalled reader holds would keep its successor, which
 * once removed keeps its own, and so on: one reader would hold back everything that was ever removed.
 * A reader that comes by the cut link begins again.      test: slots, a stalled reader and a long queue
 *
 * Nobody may change the link of an object that is being removed: it is marked, or constant once set.
 *
 * Source: Michael, "High Performance Dynamic Lock-Free Hash Tables and List-Based Sets", SPAA 2002, for the
 * condition under which a link may be followed; cutting the links of what is removed is Gidenstam et al.'s,
 * "Efficient and Reliable Lock-Free Memory Reclamation Based on Reference Counting", TPDS 2009.
 */
#ifndef RC_GC_LINKS_H
#define RC_GC_LINKS_H

#include "gc/tagged.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Puts object in front of `next`: if slot holds `next` without a tag it holds object from then on, whose
 * `link` holds `next`. Says whether it did; if not, link is empty.
 * Precondition: link is a slot in object; nobody else can see object; the caller gives up its reference to it
 * if true is returned. `next` need not be kept by anything. Ordering: acquire and release if true, none if
 * false. Progress: wait-free where compare-exchange is. Errors: none.
 */
RC_HOT RC_MUST_CHECK bool rc_link_insert(rc_tagged_slot *slot, void *next, void *object,
                                         rc_tagged_slot *link);

/*
 * Takes object out: if slot holds object without a tag it holds from then on what `next` says, the value of
 * object's link; and that is cut: no object, RC_LINK_GONE, and the mark if it was set. Says whether it did.
 * Precondition: the caller has borrowed object in a guard that is still open; nobody changes the link, which
 * is `next`, unless by removing. Ordering: acquire and release if true, none if false. Progress: that of
 * retire. Errors: none.
 */
RC_HOT RC_MUST_CHECK bool rc_link_remove(rc_tagged_slot *slot, void *object, rc_tagged_slot *link,
                                         rc_tagged next);

#ifdef __cplusplus
}
#endif

#if RC_INLINE_BACKEND
RC_HOT bool rc_link_insert(rc_tagged_slot *slot, void *next, void *object, rc_tagged_slot *link)
{
    rc_tagged before = rc_tagged_make(next, 0);
    /* relaxed, both: nobody else sees the link; the exchange publishes it. */
    rc_store_relaxed(&link->word, before.word);
    if (rc_likely(rc_tagged_slot_replace(slot, before, rc_tagged_make(object, 0))))
        return true;
    rc_store_relaxed(&link->word, 0);
    return false;
}

RC_HOT bool rc_link_remove(rc_tagged_slot *slot, void *object, rc_tagged_slot *link, rc_tagged next)
{
    rc_tagged after = rc_tagged_make(rc_tagged_object(next), 0);
    /* (1) The order is that of replace in tagged_inline.h. */
    if (!rc_tagged_slot_replace(slot, rc_tagged_make(object, 0), after))
        return false;
    RC_POINT("link_cut");
    /* (2) relaxed: who finds it begins again, and the object's end is ordered by its count. */
    rc_store_relaxed(&link->word, RC_LINK_GONE | rc_tagged_tag(next));
    rc_tagged_retire((uintptr_t)object);
    return true;
}
#endif

/*
 * Reports the objects of the nodes that hang on `first`: each node begins with its link, and owns the object that it
 * points to at `object_at`, or has NULL there. Nobody changes links meanwhile: see rc_slot_visit. Wait-free.
 */
static inline void rc_links_visit(const rc_tagged_slot *first, size_t object_at, rc_visit *visit,
                                  void *arg)
{
    const char *node;
    for (const rc_tagged_slot *link = first;
         (node = (const char *)rc_tagged_object(rc_tagged_slot_peek(link))) != NULL;
         link = (const rc_tagged_slot *)(const void *)node) {
        void *object = *(void *const *)(const void *)(node + object_at);
        if (object != NULL)
            visit(object, arg);
    }
}

#endif
