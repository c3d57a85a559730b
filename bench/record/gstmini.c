/*
 * gstmini.c: the recorder for GstMiniObject: buffers, events, caps, messages and their like.
 *
 * A buffer of a pool whose last reference goes returns to the pool; handed out again, it is seen as a
 * new object, as with FFmpeg's buffers.
 */
#include <pthread.h>

#include "bench/record/counted.h"
#include "bench/record/real.h"

#define FUNCTIONS(X)                                                                               \
    X(void *, gst_mini_object_ref, (void *))                                                       \
    X(void, gst_mini_object_unref, (void *))                                                       \
    X(int, gst_mini_object_replace, (void **, void *))                                             \
    X(int, gst_mini_object_take, (void **, void *))                                                \
    X(void *, gst_mini_object_make_writable, (void *))                                             \
    X(void *, gst_buffer_new, (void))

typedef struct libgstreamer {
#define MEMBER(result, name, arguments) result(*name) arguments;
    FUNCTIONS(MEMBER)
#undef MEMBER
} libgstreamer;

static libgstreamer table;

static void look_up(void)
{
    static const rc_record_function functions[] = {
#define ROW(result, name, arguments) RC_RECORD_FUNCTION(libgstreamer, name),
        FUNCTIONS(ROW)
#undef ROW
    };
    rc_record_look_up(&table, functions, sizeof functions / sizeof *functions,
                      "libgstreamer-1.0.so.0");
    void *buffer = table.gst_buffer_new();
    if (!rc_counted_as_supposed(buffer, table.gst_mini_object_ref, table.gst_mini_object_unref))
        rc_record_give_up("the mini objects of this libgstreamer do not keep their count where it "
                          "was");
    if (buffer)
        table.gst_mini_object_unref(buffer);
}

static const libgstreamer *real(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, look_up);
    return &table;
}

RC_RECORD_EXPORT void *gst_mini_object_ref(void *object)
{
    return rc_counted_gain(object, real()->gst_mini_object_ref);
}

RC_RECORD_EXPORT void gst_mini_object_unref(void *object)
{
    rc_counted_release(object, real()->gst_mini_object_unref);
}

/* The reference that *place held goes, one way or the other: a release, seen before it happens. */
static void lose(void *object)
{
    if (object) {
        rc_record_sync(object, rc_counted_read(object));
        rc_record_release(object);
    }
}

/*
 * *place gives up its object for `object`, of which it gets a reference of its own. Two threads that do
 * this to one place at a time would be told apart wrongly; the next sight of the object sets it right.
 */
RC_RECORD_EXPORT int gst_mini_object_replace(void **place, void *object)
{
    rc_record_enter();
    if (*place != object) {
        if (object) {
            rc_record_sync(object, rc_counted_read(object));
            rc_record_gain(object, rc_counted_read(object) + 1);
        }
        lose(*place);
    }
    rc_record_leave();
    return real()->gst_mini_object_replace(place, object);
}

/* The same, but the caller's reference becomes that of *place. */
RC_RECORD_EXPORT int gst_mini_object_take(void **place, void *object)
{
    rc_record_enter();
    if (*place != object)
        lose(*place);
    rc_record_leave();
    return real()->gst_mini_object_take(place, object);
}

/* A copy where the object is shared, of which the caller had one reference. */
RC_RECORD_EXPORT void *gst_mini_object_make_writable(void *object)
{
    const libgstreamer *gst = real();
    rc_record_enter();
    rc_record_sync(object, rc_counted_read(object));
    void *writable = gst->gst_mini_object_make_writable(object);
    if (writable != object) {
        rc_counted_made(writable);
        rc_record_release(object);
    }
    rc_record_leave();
    return writable;
}
