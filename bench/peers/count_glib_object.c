/*
 * count_glib_object.c: GObject, whose reference also looks for toggle references and notifications.
 */
#include "bench/counts/loops.h"

#include <glib-object.h>

#define COUNT_NAME "g_object"
#define COUNT_DESCRIPTION "GLib's GObject: each operation is a call into the library"

/* A type for each size, by the power of two. */
static GType types[16];

#define REGISTER(size)                                                                             \
    types[__builtin_ctz(size)] =                                                                   \
        g_type_register_static_simple(G_TYPE_OBJECT, "RcBench" #size, sizeof(GObjectClass), NULL,  \
                                      sizeof(GObject) + size, NULL, (GTypeFlags)0);

__attribute__((constructor)) static void make_types(void)
{
    RC_BENCH_SIZES(REGISTER)
}

static void *count_new(size_t size)
{
    return g_object_new(types[__builtin_ctzl(size)], NULL);
}

RC_BENCH_INLINE void count_retain(void *object)
{
    (g_object_ref)(object);
}

RC_BENCH_INLINE void count_release(void *object)
{
    g_object_unref(object);
}

#include "bench/counts/adapter.h"
