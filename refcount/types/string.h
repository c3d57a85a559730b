/*
 * string.h: immutable strings: bytes with a length, a zero byte behind them, and a hash.
 *
 * They own no references: there is nothing to destroy, and they can be in no cycle.
 */
#ifndef RC_TYPES_STRING_H
#define RC_TYPES_STRING_H

#include "refcount/refcount.h"
#include "refcount/types/names.h"

#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct rc_string {
    uint64_t hash; /* of the bytes: never changes */
    size_t length;
#ifndef __cplusplus
    char text[]; /* may hold zero bytes; one more stands behind the last */
#endif
} rc_string;

/* A new string with a copy of the text. NULL and ENOMEM if there is no memory. Progress: as rc_new. */
RC_MUST_CHECK rc_string *rc_string_new(const char *text);
RC_MUST_CHECK rc_string *rc_string_new_bytes(const char *bytes, size_t length);

/* A new string of one after the other. The same errors. */
RC_MUST_CHECK rc_string *rc_string_concat(const rc_string *a, const rc_string *b);

bool rc_is_string(const void *object);

/* The text is borrowed from the string. Wait-free. */
static inline const char *rc_string_text(const rc_string *string)
{
    return (const char *)(string + 1);
}

static inline size_t rc_string_length(const rc_string *string)
{
    return string->length;
}

static inline bool rc_string_equals(const rc_string *string, const char *bytes, size_t length)
{
    return string->length == length && memcmp(rc_string_text(string), bytes, length) == 0;
}

/* What a string with these bytes has as its hash: FNV-1a, which is not meant to resist an enemy. */
static inline uint64_t rc_string_hash_of(const char *bytes, size_t length)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * UINT64_C(0x100000001b3);
    return hash;
}

#ifdef __cplusplus
}
#endif

#endif
