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

RC_COLD void *rc_object_no_memory_(void)
{
    errno = ENOMEM;
    return NULL;
}

static rc_header *header_of(rc_counter *counter)
{
    return (rc_header *)((char *)counter - offsetof(rc_header, counter));
}

static void free_object(rc_header *header, const rc_type *type, uintptr_t tag)
{
    size_t size = type->size;
    void *block = header;
    if (tag & RC_TAG_SIZED) {
        rc_size_prefix *prefix = (rc_size_prefix *)header - 1;
        size = prefix->size;
        block = prefix;
    }
    rc_thread_count_destroyed(size);
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
    if (rc_unlikely(rc_counter_is_findable(counter))) {
        end_findable(counter);
    } else if ((tag & RC_TAG_FLAGS) == RC_TAG_LEAF) {
        /* Nothing of it can release anything: free_object without the questions. */
        rc_thread_count_destroyed(((const rc_type *)(tag - RC_TAG_LEAF))->size);
        rc_counter_destroy(counter);
        rc_platform_release(header);
    } else {
        end_in_turn(counter);
    }
}
