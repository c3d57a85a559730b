/*
 * string.c: immutable strings.
 */
#include "refcount/types/string.h"

#include <errno.h>

static const rc_type string_type = {.name = "string", .size = sizeof(rc_string)};

/* Room for so many bytes and the zero, or NULL. */
static rc_string *string_of(size_t length)
{
    if (length >= PTRDIFF_MAX - sizeof(rc_string)) {
        errno = ENOMEM;
        return NULL;
    }
    rc_string *s = rc_new_sized(&string_type, sizeof *s + length + 1);
    if (s != NULL)
        s->length = length;
    return s;
}

rc_string *rc_string_new_bytes(const char *bytes, size_t length)
{
    rc_string *s = string_of(length);
    if (s == NULL)
        return NULL;
    memcpy(s->text, bytes, length);
    s->hash = rc_string_hash_of(bytes, length);
    return s;
}

rc_string *rc_string_new(const char *text)
{
    return rc_string_new_bytes(text, strlen(text));
}

rc_string *rc_string_concat(const rc_string *a, const rc_string *b)
{
    rc_string *s = string_of(a->length + b->length);
    if (s == NULL)
        return NULL;
    memcpy(s->text, a->text, a->length);
    memcpy(s->text + a->length, b->text, b->length);
    s->hash = rc_string_hash_of(s->text, s->length);
    return s;
}

bool rc_is_string(const void *object)
{
    return object != NULL && rc_type_of(object) == &string_type;
}
