/*
 * object.c: the end of an object's life.
 *
 * Each thread destroys one object at a time. An object that dies while another one is being destroyed on
 * the same thread (its destroy function released the last reference) is buried: it joins a list that runs
 * through the dead objects' own counters, and its turn comes when the destruction under way has returned.
 * The list needs no memory, so that destruction cannot fail, and no stack, so that a chain of ten million
 * objects is no different from a short one.
 *
 * A buried object still refuses try_retain: the backend keeps it marked as dead beside the link.
 */
#include "refcount/object.h"

#include "refcount/weak_table.h"

#include <errno.h>

/*
 * The objects that wait for the destruction under way on this thread, the latest first; the list ends in
 * UNDER_WAY. NULL if none is.
 */
static RC_THREAD_LOCAL rc_counter *graveyard;
static max_align_t under_way; /* aligned like an object: a link has no room for the low bits */
#define UNDER_WAY ((rc_counter *)(void *)&under_way)

static void *no_memory(void)
{
    errno = ENOMEM;
    return NULL;
}

RC_COLD void *rc_object_no_memory_(size_t size)
{
    rc_thread_untally_created_(size);
    return no_memory();
}

static void *start(rc_header *header, uintptr_t tag, size_t size)
{
    rc_thread_tally_created_(size);
    rc_header_init(header, tag);
    return memset(header + 1, 0, size);
}

RC_COLD void *rc_object_new_slow_(const rc_type *type)
{
    rc_header *header = NULL;
    if (type->size <= PTRDIFF_MAX - sizeof *header)
        header = rc_platform_allocate(sizeof *header + type->size);
    return header != NULL ? start(header, rc_object_tag(type), type->size) : no_memory();
}

RC_COLD void *rc_object_new_sized_slow_(const rc_type *type, size_t size)
{
    size_t overhead = sizeof(rc_size_prefix) + sizeof(rc_header);
    rc_size_prefix *prefix = NULL;
    if (size <= PTRDIFF_MAX - overhead)
        prefix = rc_platform_allocate(overhead + size);
    if (prefix == NULL)
        return no_memory();
    prefix->size = size;
    return start((rc_header *)(prefix + 1), (uintptr_t)type | RC_TAG_SIZED, size);
}

void *rc_object_new_tracked_(const rc_type *type, size_t size, uintptr_t flags)
{
    rc_tracked_before_birth();
    size_t prefix = sizeof(rc_track) + (flags & RC_TAG_SIZED ? sizeof(rc_size_prefix) : 0);
    char *block = NULL;
    if (rc_likely(size <= PTRDIFF_MAX - prefix - sizeof(rc_header)))
        block = rc_platform_allocate(prefix + sizeof(rc_header) + size);
    if (rc_unlikely(block == NULL))
        return no_memory();
    if (flags & RC_TAG_SIZED)
        ((rc_size_prefix *)(void *)block)->size = size;
    if (rc_unlikely(!rc_thread_add_object(&rc_thread_words_->created, size)))
        rc_thread_tally_created_(size);
    rc_header *header = (rc_header *)(void *)(block + prefix);
    rc_header_init(header, (uintptr_t)type | flags | RC_TAG_TRACKED);
    void *object = memset(header + 1, 0, size);
    /* Last: from here on the collector looks into it. */
    rc_tracked_add_(rc_object_track(header));
    return object;
}

RC_COLD void rc_object_end_leaf_slow_(void *object)
{
    rc_thread_tally_destroyed_(rc_type_of(object)->size);
    rc_counter_destroy(rc_counter_of(object));
    rc_platform_release(rc_header_of(object));
}

bool rc_object_is_ending_(void)
{
    return graveyard != NULL;
}

static rc_header *header_of(rc_counter *counter)
{
    return (rc_header *)((char *)counter - offsetof(rc_header, counter));
}

static void free_object(rc_header *header, const rc_type *type, uintptr_t tag)
{
    void *block = rc_object_block(header, tag);
    size_t size = tag & RC_TAG_SIZED ? ((rc_size_prefix *)block)->size : type->size;
    if (tag & RC_TAG_TRACKED)
        rc_tracked_remove_(rc_object_track(header));
    if (rc_unlikely(!rc_thread_add_object(&rc_thread_words_->destroyed, size)))
        rc_thread_tally_destroyed_(size);
    rc_counter_destroy(&header->counter);
    rc_platform_release(block);
}

static const rc_type *type_of(uintptr_t tag)
{
    return (const rc_type *)(tag & ~RC_TAG_FLAGS);
}

static void end_life(rc_header *header)
{
    uintptr_t tag = rc_header_tag(header);
    const rc_type *type = type_of(tag);
    void *object = header + 1;
    if (type->finalize != NULL && (tag & RC_TAG_FINALIZED) == 0) {
        /*
         * The finalizer works with a reference of its own. If it is the last one again afterwards, the
         * release brings the object back here, with the flag set; if not, somebody has resurrected it.
         */
        rc_header_set_tag(header, tag | RC_TAG_FINALIZED);
        RC_POINT("revive");
        rc_counter_revive(&header->counter);
        type->finalize(object);
        RC_POINT("finalized");
        rc_counter_release(&header->counter, rc_object_dispose_);
        return;
    }
    if (type->destroy != NULL)
        type->destroy(object);
    free_object(header, type, tag);
}

RC_NOINLINE static void end_in_turn(rc_counter *counter)
{
    if (graveyard != NULL) {
        rc_counter_bury(counter, graveyard);
        RC_POINT("bury");
        graveyard = counter;
        return;
    }
    graveyard = UNDER_WAY;
    end_life(header_of(counter));
    while (graveyard != UNDER_WAY) {
        counter = graveyard;
        graveyard = rc_counter_exhume(counter);
        end_life(header_of(counter));
    }
    graveyard = NULL;
}

/* An object with weak references. Its upgrades fail from here on. */
RC_NOINLINE static void end_findable(rc_counter *counter)
{
    /* False: an upgrade is looking at the object at this moment, and does the rest when it is done. */
    if (rc_weak_end_(header_of(counter) + 1))
        end_in_turn(counter);
}

void rc_object_dispose_(rc_counter *counter)
{
    rc_header *header = header_of(counter);
    uintptr_t tag = rc_header_tag(header);
    if (rc_unlikely(rc_counter_is_findable(counter)))
        end_findable(counter);
    else if (tag & RC_TAG_LEAF)
        rc_object_end_leaf(header + 1, tag);
    else
        end_in_turn(counter);
}
