/*
 * count_glib_rc_box.c: GLib's g_atomic_rc_box: an int before memory that GLib hands out.
 */
#include "bench/counts/loops.h"

#include <glib.h>
#include <string.h>

#define COUNT_NAME "g_atomic_rc_box"
#define COUNT_DESCRIPTION "GLib's g_atomic_rc_box: each operation is a call into the library"

static void *count_new(size_t size)
{
    /* Not by g_atomic_rc_box_alloc0, which takes glibc's calloc: that passes the thread's own cache by. */
    return memset(g_atomic_rc_box_alloc(size), 0, size); /* or the program ends */
}

RC_BENCH_INLINE void count_retain(void *object)
{
    g_atomic_rc_box_acquire(object);
}

RC_BENCH_INLINE void count_release(void *object)
{
    g_atomic_rc_box_release(object);
}

#include "bench/counts/adapter.h"
