/*
 * small_gobject.c: a stand-in for GObject and GstMiniObject.
 *
 * -DSMALL_GOBJECT_WRONG keeps the count elsewhere, for a recorder that must notice.
 */
#include "bench/tests/small_gobject.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

typedef struct object {
    void *kind;
#ifdef SMALL_GOBJECT_WRONG
    unsigned unknown[2];
#endif
    atomic_uint count;
    bool floating;
    void *inner;
} object;

static void *new_object(void *inner, bool floating)
{
    object *one = calloc(1, sizeof *one);
    if (one == NULL)
        abort();
    one->kind = one;
    one->count = 1;
    one->inner = inner;
    one->floating = floating;
    return one;
}

void *g_object_new_valist(size_t type, const char *first, va_list rest)
{
    (void)type;
    return new_object(first != NULL ? va_arg(rest, void *) : NULL, true);
}

void *g_object_new(size_t type, const char *first, ...)
{
    va_list rest;
    va_start(rest, first);
    void *one = g_object_new_valist(type, first, rest);
    va_end(rest);
    return one;
}

void *g_object_new_with_properties(size_t type, unsigned n, const char **names, const void *values)
{
    (void)type;
    (void)n;
    (void)names;
    (void)values;
    return new_object(NULL, true);
}

void small_hidden_ref(void *one)
{
    ((object *)one)->count++;
}

void *g_object_ref(void *one)
{
    small_hidden_ref(one);
    return one;
}

void *g_object_ref_sink(void *one)
{
    if (((object *)one)->floating)
        ((object *)one)->floating = false;
    else
        small_hidden_ref(one);
    return one;
}

/* A function of its own: a call of a function to itself would not go through the symbol table. */
__attribute__((noinline)) static void die(object *one)
{
    if (one->inner != NULL)
        g_object_unref(one->inner);
    free(one);
}

void g_object_unref(void *one)
{
    if (--((object *)one)->count == 0)
        die(one);
}

void *gst_buffer_new(void)
{
    return new_object(NULL, false);
}

void *gst_mini_object_ref(void *one)
{
    small_hidden_ref(one);
    return one;
}

static void lose(object *one)
{
    if (one != NULL && --one->count == 0)
        free(one);
}

void gst_mini_object_unref(void *one)
{
    lose(one);
}

static int take(void **place, void *one)
{
    void *old = *place;
    *place = one;
    if (old != one)
        lose(old);
    return old != one;
}

int gst_mini_object_take(void **place, void *one)
{
    return take(place, one);
}

int gst_mini_object_replace(void **place, void *one)
{
    if (one != NULL && *place != one)
        small_hidden_ref(one);
    return take(place, one);
}

void *gst_mini_object_make_writable(void *one)
{
    if (((object *)one)->count == 1)
        return one;
    lose(one);
    return new_object(NULL, false);
}
