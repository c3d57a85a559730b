/*
 * gobject.c: the recorder for GObject: the functions that make an object, and that count references.
 *
 * gst_object_ref, gst_object_unref and the like call these through the symbol table, so they need no
 * wrappers of their own; with them every reference would be seen twice.
 */
#include <pthread.h>
#include <stdarg.h>
#include <stddef.h>

#include "bench/record/counted.h"
#include "bench/record/real.h"

#define FUNCTIONS(X)                                                                               \
    X(void *, g_object_ref, (void *))                                                              \
    X(void *, g_object_ref_sink, (void *))                                                         \
    X(void, g_object_unref, (void *))                                                              \
    X(void *, g_object_new_valist, (size_t, const char *, va_list))                                \
    X(void *, g_object_new_with_properties, (size_t, unsigned, const char **, const void *))

typedef struct libgobject {
#define MEMBER(result, name, arguments) result(*name) arguments;
    FUNCTIONS(MEMBER)
#undef MEMBER
} libgobject;

static libgobject table;

/* The type of a plain GObject: the twentieth fundamental one, above two bits of flags. */
static const size_t plain_object = 20 << 2;

static void look_up(void)
{
    static const rc_record_function functions[] = {
#define ROW(result, name, arguments) RC_RECORD_FUNCTION(libgobject, name),
        FUNCTIONS(ROW)
#undef ROW
    };
    rc_record_look_up(&table, functions, sizeof functions / sizeof *functions,
                      "libgobject-2.0.so.0");
    void *object = table.g_object_new_with_properties(plain_object, 0, NULL, NULL);
    if (!rc_counted_as_supposed(object, table.g_object_ref, table.g_object_unref))
        rc_record_give_up("the objects of this libgobject do not keep their count where it was");
    if (object)
        table.g_object_unref(object);
}

static const libgobject *real(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, look_up);
    return &table;
}

RC_RECORD_EXPORT void *g_object_ref(void *object)
{
    return rc_counted_gain(object, real()->g_object_ref);
}

/* Only a reference that nobody has claimed yet is not counted once more. */
RC_RECORD_EXPORT void *g_object_ref_sink(void *object)
{
    return rc_counted_gain(object, real()->g_object_ref_sink);
}

RC_RECORD_EXPORT void g_object_unref(void *object)
{
    rc_counted_release(object, real()->g_object_unref);
}

RC_RECORD_EXPORT void *g_object_new_valist(size_t type, const char *first, va_list rest)
{
    return rc_counted_made(real()->g_object_new_valist(type, first, rest));
}

RC_RECORD_EXPORT void *g_object_new(size_t type, const char *first, ...)
{
    va_list rest;
    va_start(rest, first);
    void *object = rc_counted_made(real()->g_object_new_valist(type, first, rest));
    va_end(rest);
    return object;
}

RC_RECORD_EXPORT void *g_object_new_with_properties(size_t type, unsigned n, const char **names,
                                                    const void *values)
{
    return rc_counted_made(real()->g_object_new_with_properties(type, n, names, values));
}
