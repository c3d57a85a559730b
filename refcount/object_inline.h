/*
 * object_inline.h: the operations on objects that are inline where the backend is.
 *
 * Before the payload stands the backend's rc_header: the counter and a tag, which is the type's address
 * with flags in its low bits. An object whose size is not its type's has the size before its header.
 *
 * An object whose type has `traverse` has two words for the cycle collector directly before its header.
 *
 *   [ size : 16 ]  [ track : 16 ]  [ header : 16 or more ]  payload
 */
#ifndef RC_OBJECT_INLINE_H
#define RC_OBJECT_INLINE_H

#include "refcount/platform.h"
#include "refcount/thread_record.h"
#include "refcount/tracked.h"

#include <string.h>

#define RC_TAG_FINALIZED ((uintptr_t)1) /* finalize has run */
#define RC_TAG_SIZED ((uintptr_t)2)     /* the size stands before the header */
#define RC_TAG_LEAF ((uintptr_t)4)    /* small, has the type's size and nothing to do at its end */
#define RC_TAG_TRACKED ((uintptr_t)8) /* the collector's words stand before the header */
#define RC_TAG_FLAGS ((uintptr_t)15)

_Static_assert(_Alignof(rc_type) > RC_TAG_FLAGS, "a type's address leaves room for the flags");
_Static_assert(sizeof(rc_header) % _Alignof(max_align_t) == 0,
               "the payload is aligned to max_align_t");

typedef struct rc_size_prefix {
    size_t size;
} __attribute__((aligned(_Alignof(max_align_t)))) rc_size_prefix;

/* The object is large, or the thread is not attached, or its word is full. object.c */
void *rc_object_new_slow_(const rc_type *type);
void *rc_object_new_sized_slow_(const rc_type *type, size_t size);

/* The same at a leaf's end. object.c */
void rc_object_end_leaf_slow_(void *object);

/* The type has traverse. object.c */
void *rc_object_new_tracked_(const rc_type *type, size_t size, uintptr_t flags);

/* Whether an object is being finalized or destroyed on this thread. object.c */
bool rc_object_is_ending_(void);

/* Takes back that the object was counted, sets errno, and returns NULL. object.c */
void *rc_object_no_memory_(size_t size);

static inline rc_header *rc_header_of(const void *object)
{
    return (rc_header *)(uintptr_t)object - 1;
}

static inline rc_counter *rc_counter_of(const void *object)
{
    return &rc_header_of(object)->counter;
}

/*
 * The short end, for backends to take when the last reference to a leaf is gone that nobody can find.
 * Nothing of it can release anything or look at the count.
 */
static inline void rc_object_end_leaf(void *object, uintptr_t tag)
{
    size_t size = ((const rc_type *)(tag - RC_TAG_LEAF))->size; /* no other flag is set on a leaf */
    if (size >= RC_THREAD_SMALL)
        __builtin_unreachable();
    if (rc_unlikely(!rc_thread_add_object(&rc_thread_words_->destroyed, size))) {
        rc_object_end_leaf_slow_(object);
        return;
    }
    rc_counter_destroy(rc_counter_of(object));
    rc_platform_release(rc_header_of(object));
}

/* Nothing to do at an object's end, and nothing to find in it: one test for all three. */
static inline bool rc_type_is_simple(const rc_type *type)
{
    return ((uintptr_t)type->destroy | (uintptr_t)type->finalize | (uintptr_t)type->traverse) == 0;
}

/* The tag of an object that has the type's size, and is not tracked. */
static inline uintptr_t rc_object_tag(const rc_type *type)
{
    bool leaf = rc_type_is_simple(type) && type->size < RC_THREAD_SMALL;
    return (uintptr_t)type | (leaf ? RC_TAG_LEAF : 0);
}

static inline rc_track *rc_object_track(const rc_header *header)
{
    return (rc_track *)(uintptr_t)header - 1;
}

/* Where the memory of an object begins. */
static inline void *rc_object_block(const rc_header *header, uintptr_t tag)
{
    const char *block = (const char *)header;
    if (tag & RC_TAG_TRACKED)
        block -= sizeof(rc_track);
    if (tag & RC_TAG_SIZED)
        block -= sizeof(rc_size_prefix);
    return (void *)(uintptr_t)block;
}

/*
 * Makes an object of memory. An atomic release waits until all that was stored before it is in the cache.
 * If an object ends soon after its birth it waits least when the count is what was stored just before,
 * and when the statistics were counted long before: so this order.
 */
static inline void *rc_object_start(rc_header *header, uintptr_t tag, size_t size,
                                    const rc_thread_words *words)
{
    memset(header + 1, 0, size);
    rc_header_init_attached(header, tag, words);
    return header + 1;
}

RC_HOT void *rc_new(const rc_type *type)
{
    size_t size = type->size;
    rc_thread_words *words = rc_thread_words_;
    if (!rc_type_is_simple(type) && type->traverse != NULL)
        return rc_object_new_tracked_(type, size, 0);
    /* Counted before there is memory: see rc_object_start. */
    if (rc_unlikely(!rc_thread_add_object(&words->created, size)))
        return rc_object_new_slow_(type);
    void *block = rc_platform_allocate(sizeof(rc_header) + size);
    if (rc_unlikely(block == NULL))
        return rc_object_no_memory_(size);
    return rc_object_start(block, rc_object_tag(type), size, words);
}

RC_HOT void *rc_new_sized(const rc_type *type, size_t size)
{
    rc_thread_words *words = rc_thread_words_;
    if (type->traverse != NULL)
        return rc_object_new_tracked_(type, size, RC_TAG_SIZED);
    if (rc_unlikely(!rc_thread_add_object(&words->created, size)))
        return rc_object_new_sized_slow_(type, size);
    rc_size_prefix *prefix = rc_platform_allocate(sizeof *prefix + sizeof(rc_header) + size);
    if (rc_unlikely(prefix == NULL))
        return rc_object_no_memory_(size);
    prefix->size = size;
    return rc_object_start((rc_header *)(prefix + 1), (uintptr_t)type | RC_TAG_SIZED, size, words);
}

RC_HOT void *rc_retain(void *object)
{
    if (rc_likely(object != NULL))
        rc_header_retain(object);
    return object;
}

RC_HOT void rc_release(void *object)
{
    if (rc_likely(object != NULL))
        rc_header_release(object);
    rc_tracked_after_release();
}

RC_HOT bool rc_try_retain(void *object)
{
    return rc_counter_try_retain(rc_counter_of(object));
}

RC_HOT void rc_enable_try_retain(void *object)
{
    rc_counter_enable_try_retain(rc_counter_of(object));
}

RC_HOT bool rc_is_unique(const void *object)
{
    return rc_counter_is_unique(rc_counter_of(object));
}

RC_HOT uint64_t rc_count(const void *object)
{
    return rc_counter_read(rc_counter_of(object));
}

RC_HOT void rc_make_immortal(void *object)
{
    rc_counter_make_immortal(rc_counter_of(object));
}

RC_HOT const rc_type *rc_type_of(const void *object)
{
    return (const rc_type *)(rc_header_tag(rc_header_of(object)) & ~RC_TAG_FLAGS);
}

#endif
