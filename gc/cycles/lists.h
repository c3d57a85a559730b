/*
 * lists.h: circular lists of tracked objects, and of a head each. Whoever calls this holds the locks that guard
 * the list, or it is its own.
 *
 * A walk along a list would wait for the memory of each member, because only a member says where the next one is.
 * But objects that were born one after the other stand side by side as often as not. So where the next one stands
 * it is guessed where those after it do: as far apart again. A guess that is wrong costs a fetch of something, at
 * an address that need not exist. The processor guesses like that by itself, but only within a page.
 */
#ifndef RC_GC_CYCLES_LISTS_H
#define RC_GC_CYCLES_LISTS_H

#include "refcount/tracked.h"

static inline void list_init(rc_track *head)
{
    rc_store_relaxed(&head->next, rc_track_word(head, 0)); /* relaxed, all: the lists are guarded */
    rc_store_relaxed(&head->prev, rc_track_word(head, 0));
}

/* How many members ahead: time for a fetch from memory, and for the walk of the page tables before it. */
#define LIST_AHEAD 32

/* Fetches the one after `track`, and what will be the next one after a while. */
static inline void list_fetch(const rc_track *track)
{
    const rc_track *next = rc_track_next(track);
    uintptr_t ahead = (uintptr_t)next + LIST_AHEAD * ((uintptr_t)next - (uintptr_t)track);
    __builtin_prefetch(next);
    __builtin_prefetch((const char *)next + 64);
    __builtin_prefetch((const void *)ahead);
    __builtin_prefetch((const char *)ahead + 64);
}

/* The next one in a walk. */
static inline rc_track *list_step(const rc_track *track)
{
    list_fetch(track);
    return rc_track_next(track);
}

/* for (EACH(track, head)): all members; the body leaves the links alone. */
#define EACH(track, head)                                                                          \
    rc_track *track = list_step(head);                                                             \
    track != (head);                                                                               \
    track = list_step(track)

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
