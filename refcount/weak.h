/*
 * weak.h: references that do not keep an object alive.
 *
 * A weak reference is made from a strong one and upgraded to a strong one again, as long as the object
 * lives. Once the object has died every upgrade fails, for ever: also if its finalizer resurrects it. With
 * a backend whose objects may die later than their last reference is released, it can be upgraded until
 * then. (New weak references to a resurrected object work.)
 */
#ifndef RC_WEAK_H
#define RC_WEAK_H

#include "refcount/object.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct rc_weak rc_weak;

/*
 * A weak reference to object. Free it with rc_weak_free; the object may be gone by then.
 * Returns NULL and sets errno: ENOMEM without memory, EINVAL for object NULL.
 * Precondition: the caller holds a strong reference. Ordering: none. Progress: blocking (one lock of
 * many, held over a few instructions).
 */
RC_MUST_CHECK rc_weak *rc_weak_new(void *object);

/*
 * A strong reference, or NULL once the object is dead or if weak is NULL. If the object dies during the
 * call, its destruction may run on this thread. A failed upgrade changes nothing.
 * Precondition: weak has not been freed. Ordering: acquire when it succeeds.
 * Progress: that of try_retain, lock-free at best; blocking if it ends the object. Errors: none.
 */
RC_MUST_CHECK void *rc_weak_upgrade(rc_weak *weak);

/* Gives the weak reference back. NULL is allowed and ignored. Wait-free, as far as the allocator is. */
void rc_weak_free(rc_weak *weak);

#ifdef __cplusplus
}
#endif

#endif
