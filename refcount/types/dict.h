/*
 * dict.h: dictionaries, in the order of insertion, which may change while several threads use them.
 *
 * A key is a string, which is compared by its bytes, or any other object, which is compared by its
 * identity. NULL is no key, and may be a value. Threads: as list.h says; each operation is whole.
 */
#ifndef RC_TYPES_DICT_H
#define RC_TYPES_DICT_H

#include "refcount/refcount.h"
#include "refcount/types/names.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct rc_dict rc_dict;

/* An empty dict. NULL and ENOMEM if there is no memory. Progress: as rc_new. */
RC_MUST_CHECK rc_dict *rc_dict_new(void);

/* Ordering, of all that follow: acquire and release, as a lock. Progress: blocking. */

size_t rc_dict_length(rc_dict *dict);

/* The value, a new reference or NULL, in *value. False: there is no such key; *value is NULL. */
bool rc_dict_get(rc_dict *dict, const void *key, void **value);

/* The same for the string with this text, which need not be made. */
bool rc_dict_get_text(rc_dict *dict, const char *text, void **value);

/*
 * Takes a reference to value, and one to key if it was not there: a key that was stays the object that it
 * was, in its place. 0, or -1 and ENOMEM; then nothing has changed.
 */
RC_MUST_CHECK int rc_dict_set(rc_dict *dict, void *key, void *value);

/* Removes the key, and hands its value over with its reference. False: there is none; *value is NULL. */
bool rc_dict_take(rc_dict *dict, const void *key, void **value);

/*
 * One pair after the other: *cursor is 0 at first, and the library's. New references to key and value.
 * False: that was all. What is inserted meanwhile may be met or not; nothing is met twice, unless it was
 * removed and inserted again.
 */
bool rc_dict_next(rc_dict *dict, uint64_t *cursor, void **key, void **value);

/* Removes all. */
void rc_dict_empty(rc_dict *dict);

bool rc_is_dict(const void *object);

#ifdef __cplusplus
}
#endif

#endif
