/*
 * lists.h: circular lists of tracked objects, and of a head each. Whoever calls this holds the locks that guard
 * the list, or it is its own.
 */
#ifndef RC_GC_CYCLES_LISTS_H
#define RC_GC_CYCLES_LISTS_H

#include "refcount/tracked.h"

static inline void list_init(rc_track *head)
{
    rc_store_relaxed(&head->next, rc_track_word(head, 0)); /* relaxed, all: the lists are guarded */
    rc_store_relaxed(&head->prev, rc_track_word(head, 0));
}

/* To a list that is empty, or has been initialised. */
static inline void list_append(rc_track *head, rc_track *track)
{
    if (rc_track_next(head) == NULL)
        list_init(head);
    rc_track_join(rc_track_prev(head), track);
    rc_track_join(track, head);
}

static inline void list_unlink(rc_track *track)
{
    rc_track_join(rc_track_prev(track), rc_track_next(track));
}

/* The first member, or NULL. */
static inline rc_track *list_first(rc_track *head)
{
    return rc_track_is_empty(head) ? NULL : rc_track_next(head);
}

/* All members of `from` go to the end of `to`. */
static inline void list_splice(rc_track *from, rc_track *to)
{
    if (rc_track_is_empty(from))
        return;
    if (rc_track_is_empty(to))
        list_init(to);
    rc_track_join(rc_track_prev(to), rc_track_next(from));
    rc_track_join(rc_track_prev(from), to);
    list_init(from);
}

#endif
