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

#define rc_graveyard_ RC_NAME(graveyard_)

/* The objects that wait for the destruction under way on this thread. */
typedef struct graveyard {
    rc_counter *top;
    bool busy;
} graveyard;

static RC_THREAD_LOCAL graveyard rc_graveyard_;

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
    rc_thread_tally2(destroyed, destroyed_bytes, size);
    rc_counter_destroy(&header->counter);
    rc_platform_release(block);
}

static void end_life(rc_header *header)
{
    rc_counter *counter = &header->counter;
    uintptr_t tag = rc_header_tag(header);
    const rc_type *type = (const rc_type *)(tag & ~RC_TAG_FLAGS);
    void *object = header + 1;
    if (type->finalize != NULL && (tag & RC_TAG_FINALIZED) == 0) {
        /*
         * The finalizer works with a reference of its own. If it is the last one again afterwards, the
         * release brings the object back here, with the flag set; if not, somebody has resurrected it.
         */
        rc_header_set_tag(header, tag | RC_TAG_FINALIZED);
        rc_counter_revive(counter);
        type->finalize(object);
        rc_counter_release(counter, rc_object_dispose_);
        return;
    }
    if (type->destroy != NULL)
        type->destroy(object);
    free_object(header, type, tag);
}

static void dispose_now(rc_counter *counter)
{
    rc_graveyard_.busy = true;
    end_life(header_of(counter));
    while (rc_graveyard_.top != NULL) {
        counter = rc_graveyard_.top;
        rc_graveyard_.top = rc_counter_exhume(counter);
        end_life(header_of(counter));
    }
    rc_graveyard_.busy = false;
}

void rc_object_dispose_(rc_counter *counter)
{
    /*
     * Weak references first: from here on no upgrade can succeed, and one that is looking at the object
     * at this moment takes over the rest of this function when it is done.
     */
    if (rc_unlikely(rc_counter_is_findable(counter)) && !rc_weak_end_(header_of(counter) + 1))
        return;
    if (rc_graveyard_.busy) {
        rc_counter_bury(counter, rc_graveyard_.top);
        rc_graveyard_.top = counter;
    } else {
        dispose_now(counter);
    }
}
