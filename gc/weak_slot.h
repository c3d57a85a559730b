/*
 * weak_slot.h: a weak reference that threads share: one upgrades it while another replaces it.
 *
 *   slot --> box --> weak reference --> object
 *
 * A weak reference can be upgraded by one thread while the object dies (refcount/weak.h), but not while another
 * thread frees it: so a slot of them has the same trouble as one of strong references, and the same remedy. The
 * box is an object, the slot one of gc/slot.h, and the weak reference goes when the last reader of its box has
 * gone:
 *
 *   T1 load                        T2 store
 *   box = *slot, borrowed
 *                                  puts another box there, retires this one
 *   upgrades: the object or NULL
 *   the guard exits
 *                                  the box is released: frees the weak reference
 *                                                            test: slot-weak-store, slot-weak-last
 *
 * A load that finds the object dead has touched no count, neither the object's nor the box's: no number of them
 * can wake it.
 */
#ifndef RC_GC_WEAK_SLOT_H
#define RC_GC_WEAK_SLOT_H

#include "gc/slot.h"
#include "refcount/weak.h"

/* Zeroed memory is a weak slot without an object. */
typedef struct rc_weak_slot {
    rc_slot box;
} rc_weak_slot;

typedef struct rc_weak_box {
    rc_weak *weak; /* constant */
} rc_weak_box;

static inline void rc_weak_box_destroy(void *object)
{
    rc_weak_free(((rc_weak_box *)object)->weak);
}

static const rc_type rc_weak_box_type = {
    .name = "rc_weak_box", .size = sizeof(rc_weak_box), .destroy = rc_weak_box_destroy};

/* A box for object, or NULL and errno ENOMEM. */
static inline rc_weak_box *rc_weak_box_new(void *object)
{
    rc_weak_box *box = (rc_weak_box *)rc_new(&rc_weak_box_type);
    if (box == NULL)
        return NULL;
    box->weak = rc_weak_new(object);
    if (box->weak == NULL) {
        rc_release(box);
        return NULL;
    }
    return box;
}

/*
 * The slot refers to object from now on, weakly; NULL empties it. False and errno ENOMEM if there is no memory:
 * then nothing has changed.
 * Precondition: the caller holds a strong reference, or has borrowed the object. Ordering: release towards
 * loads. Progress: blocking, as rc_weak_new. A retire may run destructors.
 */
static inline RC_MUST_CHECK bool rc_weak_slot_store(rc_weak_slot *slot, void *object)
{
    rc_weak_box *box = NULL;
    if (object != NULL && (box = rc_weak_box_new(object)) == NULL)
        return false;
    rc_slot_give(&slot->box, box);
    return true;
}

/* The same for a slot that nobody else can see yet. */
static inline RC_MUST_CHECK bool rc_weak_slot_init(rc_weak_slot *slot, void *object)
{
    rc_slot_init(&slot->box, NULL);
    return rc_weak_slot_store(slot, object);
}

/*
 * Precondition: no operation on the slot is under way, and none begins. Progress: that of retire. Errors: none.
 */
static inline void rc_weak_slot_destroy(rc_weak_slot *slot)
{
    rc_slot_destroy(&slot->box);
}

/*
 * A new strong reference to the object, or NULL if it is dead or the slot is empty. Safe against any store, and
 * against the object's end, which may run on this thread. One that fails changes nothing.
 * Ordering: acquire when it succeeds. Progress: that of the scheme's protect, and of rc_weak_upgrade.
 * Errors: none.
 */
static inline RC_MUST_CHECK void *rc_weak_slot_load(rc_weak_slot *slot)
{
    rc_guard guard = rc_guard_enter();
    const rc_weak_box *box = (const rc_weak_box *)rc_slot_borrow(&slot->box, &guard);
    void *object = box != NULL ? rc_weak_upgrade(box->weak) : NULL;
    rc_guard_exit(guard);
    return object;
}

#endif
