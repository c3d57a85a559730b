/*
 * small_gobject.h: a stand-in for GObject and GstMiniObject, for the tests: the functions that the recorder
 * for GStreamer wraps, and objects whose count lies where it does there.
 */
#ifndef RC_BENCH_TESTS_SMALL_GOBJECT_H
#define RC_BENCH_TESTS_SMALL_GOBJECT_H

#include <stdarg.h>
#include <stddef.h>

/* The first property is called `inner`, if there is one: an object to be released by the new one's death. */
void *g_object_new(size_t type, const char *first, ...);
void *g_object_new_valist(size_t type, const char *first, va_list rest);
void *g_object_new_with_properties(size_t type, unsigned n, const char **names, const void *values);
void *g_object_ref(void *object);
void *g_object_ref_sink(void *object); /* claims the first reference of a new object */
void g_object_unref(void *object);

void *gst_buffer_new(void);
void *gst_mini_object_ref(void *object);
void gst_mini_object_unref(void *object);
int gst_mini_object_replace(void **place, void *object);
int gst_mini_object_take(void **place, void *object);
void *gst_mini_object_make_writable(void *object);

/* References that no recorder can see: not through the symbol table. */
void small_hidden_ref(void *object);

#endif
