/*
 * header.h: the header of a managed object, for backends whose counter has no room to spare: the
 * counter and a word for the object layer beside it.
 *
 * The word (`tag`) holds the object's type and two flags. The object layer owns it: written before the
 * object is published and by the only user of a dead object, read by holders of references.
 */
#ifndef RC_COUNTERS_HEADER_H
#define RC_COUNTERS_HEADER_H

#include <stddef.h>

struct rc_thread_words;

typedef struct rc_header {
    rc_counter counter;
    uintptr_t tag;
} __attribute__((aligned(_Alignof(max_align_t)))) rc_header;

static inline void rc_header_init(rc_header *header, uintptr_t tag)
{
    rc_counter_init(&header->counter);
    header->tag = tag;
}

/* The same on a thread that is attached, and not blocked; `words` are its own. */
static inline void rc_header_init_attached(rc_header *header, uintptr_t tag,
                                           const struct rc_thread_words *words)
{
    (void)words;
    rc_header_init(header, tag);
}

/*
 * The counter operations for the object layer, which knows objects by the address behind the header.
 * rc_header_release(object) is the backend's own, so that it can take a short way to the end of a leaf
 * (rc_object_end_leaf): all releases of objects dispose by rc_object_dispose_.
 */
static inline void rc_header_retain(void *object)
{
    rc_counter_retain(&((rc_header *)object - 1)->counter);
}

static inline uintptr_t rc_header_tag(const rc_header *header)
{
    return header->tag;
}

static inline void rc_header_set_tag(rc_header *header, uintptr_t tag)
{
    header->tag = tag;
}

#endif
