/*
 * object.h: managed objects: a hidden header with the count and the type, then the payload.
 *
 * An object's address is the payload's; the header lies before it, so that its size is no part of the
 * ABI. The library allocates and frees; the type says what else to do at the end of an object's life:
 *
 *   last release --> weak references end --> finalize, once --> destroy --> memory freed
 *                                               |
 *                                               +-- took a new reference: the object lives on
 *
 * What destroy releases in its turn is destroyed after it has returned, not inside it: a chain of any
 * length needs no stack, and no memory either.
 */
#ifndef RC_OBJECT_H
#define RC_OBJECT_H

#include "refcount/counter.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef void rc_visit(void *object, void *arg);

/* Constant, and it outlives its objects. NULL members have nothing to do. */
typedef struct rc_type {
    const char *name;
    size_t size;                   /* payload bytes */
    void (*destroy)(void *object); /* release what it owns; the memory goes next */
    /* Each strong reference it owns; NULL: an object of this type can be in no cycle. */
    void (*traverse)(void *object, rc_visit *visit, void *arg);
    void (*clear)(void *object);    /* drop those references, leaving a valid object */
    void (*finalize)(void *object); /* once, before destroy; may resurrect by taking a reference */
} __attribute__((aligned(16))) rc_type; /* so that flags fit beside its address */

/*
 * A new object: zeroed payload, aligned to max_align_t, one reference, which the caller holds.
 * Returns NULL and sets errno to ENOMEM if there is no memory. The calling thread should be attached.
 * Ordering: none; whatever publishes the object orders it. Progress: the allocator's.
 */
RC_HOT RC_MUST_CHECK void *rc_new(const rc_type *type);

/* The same with a payload of `size` bytes instead of type->size. ENOMEM also if size is too large. */
RC_HOT RC_MUST_CHECK void *rc_new_sized(const rc_type *type, size_t size);

/*
 * Takes a reference and returns object. NULL is allowed and ignored.
 * Precondition, ordering, progress, overflow: as rc_counter_retain.
 */
RC_HOT void *rc_retain(void *object);

/*
 * Gives up a reference; the last one destroys the object. NULL is allowed and ignored.
 * Precondition, ordering, progress: as rc_counter_release, plus the type's functions; blocking if it ends
 * an object that has weak references, or of which try_retain is exact: they stand in a table with locks. If
 * another destruction is under way on this thread the object is destroyed after it.
 */
RC_HOT void rc_release(void *object);

/* Takes a reference unless the object is dead. Contract: rc_counter_try_retain; object is not NULL. */
RC_HOT RC_MUST_CHECK bool rc_try_retain(void *object);

/* Makes rc_try_retain exact from now on. Contract: rc_counter_enable_try_retain. */
RC_HOT void rc_enable_try_retain(void *object);

/* True only if the caller holds the only reference. Contract: rc_counter_is_unique. */
RC_HOT RC_MUST_CHECK bool rc_is_unique(const void *object);

/* The count, for tests and messages. Contract: rc_counter_read. */
RC_HOT uint64_t rc_count(const void *object);

/* The object is never destroyed. Contract: rc_counter_make_immortal. */
RC_HOT void rc_make_immortal(void *object);

/* The type it was made with. Precondition: the caller holds a reference. Wait-free. */
RC_HOT const rc_type *rc_type_of(const void *object);

#ifdef __cplusplus
}
#endif

#if RC_INLINE_BACKEND
#include "refcount/object_inline.h"
#endif

#endif
