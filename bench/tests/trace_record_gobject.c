/*
 * trace_record_gobject.c: a program that uses every function that the recorder for GStreamer wraps, on the
 * stand-in small_gobject.c.
 *
 * Before each step it prints the events that must be recorded for it, in the language of trace_make. Three
 * of them cannot be seen, and are concluded: the references of small_hidden_ref, and where a buffer is made.
 */
#include <pthread.h>
#include <stdio.h>

#include "bench/tests/small_gobject.h"

static void objects(void)
{
    puts("0c0 0r0 0r0 0l0 0l0 0d0"); /* the first one who sinks it gets the reference that floats */
    void *a = g_object_new(80, NULL);
    g_object_ref_sink(a);
    g_object_ref_sink(a);
    g_object_ref(a);
    g_object_unref(a);
    g_object_unref(a);
    g_object_unref(a);

    puts("0c1 0c2 0d2 0d1"); /* one dies of the other's death */
    void *inner = g_object_new_with_properties(80, 0, NULL, NULL);
    void *outer = g_object_new(80, "inner", inner);
    g_object_unref(outer);

    puts("0c3 0r3 0l3 0d3");
    a = g_object_new(80, NULL);
    small_hidden_ref(a);
    g_object_unref(a);
    g_object_unref(a);
}

static void mini_objects(void)
{
    puts("0c4 0r4 0l4"); /* made where it cannot be seen, so at its first use */
    void *a = gst_buffer_new(), *place = NULL;
    gst_mini_object_ref(a);
    gst_mini_object_unref(a);
    puts("0r4 0l4");
    gst_mini_object_replace(&place, a);
    gst_mini_object_replace(&place, a);
    gst_mini_object_replace(&place, NULL);
    puts("0r4 0r4 0l4"); /* takes over a reference, gives up the one it had */
    gst_mini_object_replace(&place, a);
    gst_mini_object_ref(a);
    void *taken = a, *other = gst_buffer_new();
    gst_mini_object_take(&place, other);
    puts("0c5 0l4 0d5"); /* shared: a copy, and one reference less */
    void *copy = gst_mini_object_make_writable(taken);
    gst_mini_object_unref(copy);
    puts("0c6 0d6 0d4");
    gst_mini_object_unref(place);
    gst_mini_object_unref(gst_mini_object_make_writable(a));
}

static void *release_elsewhere(void *object)
{
    g_object_unref(object);
    return NULL;
}

static void threads(void)
{
    puts("0c7 0r7 1l7 0d7");
    void *a = g_object_ref(g_object_new(80, NULL));
    pthread_t thread;
    if (pthread_create(&thread, NULL, release_elsewhere, a) == 0)
        pthread_join(thread, NULL);
    g_object_unref(a);
}

int main(void)
{
    objects();
    mini_objects();
    threads();
    return 0;
}
