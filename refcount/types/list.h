/*
 * list.h: lists: objects in order, which may change while several threads use them.
 *
 * Each operation takes the list's lock in a critical section (refcount/critical_section.h), so that it is
 * whole for everybody, and no set of threads can deadlock on lists. Two operations are not one: the length
 * may be another one by the time of the next rc_list_get. What an operation drops it releases when the
 * lock is free again: no destructor runs under it.
 *
 * Where the backend is `plain`, one thread at a time may touch a list, as any object.
 *
 * NULL may stand in a list: it is None. Threads must be attached.
 */
#ifndef RC_TYPES_LIST_H
#define RC_TYPES_LIST_H

#include "refcount/types/coroutine.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct rc_list rc_list;

/* An empty list. NULL and ENOMEM if there is no memory. Progress: as rc_new. */
RC_MUST_CHECK rc_list *rc_list_new(void);

/* Ordering, of all that follow: acquire and release, as a lock. Progress: blocking. */

size_t rc_list_length(rc_list *list);

/* The item's value, a new reference or NULL, in *value. False: there is no such item; *value is NULL. */
bool rc_list_get(rc_list *list, size_t index, void **value);

/* Takes a reference to value, which replaces the item. False: there is no such item. */
bool rc_list_set(rc_list *list, size_t index, void *value);

/* Takes a reference to value. 0, or -1 and ENOMEM, or -1 and ERANGE: the place is beyond the end. */
RC_MUST_CHECK int rc_list_append(rc_list *list, void *value);
RC_MUST_CHECK int rc_list_insert(rc_list *list, size_t index, void *value);

/* Takes the item out of the list, with its reference. False: there is none; *value is NULL. */
bool rc_list_take(rc_list *list, size_t index, void **value);

/*
 * Takes the item at `index` out of one list and puts it at the end of another, at once: it is in one of the
 * two for everybody. 0, or -1 and ENOMEM, or -1 and ERANGE: no such item.
 */
RC_MUST_CHECK int rc_list_move(rc_list *from, size_t index, rc_list *to);

/* Removes all items. */
void rc_list_empty(rc_list *list);

bool rc_is_list(const void *object);

/*
 * Gives the items one after the other, the new ones at the end too. Python's list iterator: it has neither
 * send nor throw nor close. For rc_delegate_to with rc_list_iteration(). NULL and ENOMEM.
 */
RC_MUST_CHECK void *rc_list_iterator_new(rc_list *list);
const rc_iterator *rc_list_iteration(void);

#ifdef __cplusplus
}
#endif

#endif
