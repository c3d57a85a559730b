/*
 * counted.h: what the two kinds of counted objects of a GStreamer program have in common.
 *
 * A GObject begins with a pointer to its class and a guint, a GstMiniObject with a GType and a gint; in
 * both that number is the count. GObject is what elements, pads, pools and threads are (gobject.c),
 * GstMiniObject what flows between them: buffers, events, caps, messages (gstmini.c).
 *
 * Not all that happens can be seen: the calls of libgobject and libgstreamer to their own functions do
 * not go through the symbol table (they are linked -Bsymbolic-functions). The true count is read before
 * each call that is seen, and what was missed is written then.
 *
 * A last release may run any code, even wait for a thread. The recorder's lock is not held meanwhile:
 * the death is recorded before, and nobody else can know the object.
 */
#ifndef RC_BENCH_RECORD_COUNTED_H
#define RC_BENCH_RECORD_COUNTED_H

#include <stdbool.h>
#include <stdint.h>

#include "bench/record/recorder.h"
#include "refcount/atomics.h"

/* Our definitions of the wrapped functions are the one thing that a recorder exports. */
#define RC_RECORD_EXPORT __attribute__((visibility("default")))

typedef struct rc_counted {
    void *kind;
    _Atomic uint32_t count;
} rc_counted;

static inline uint64_t rc_counted_read(const void *object)
{
    /* relaxed: a number to compare with; the recorder's lock orders what is made of it. */
    return rc_load_relaxed(&((const rc_counted *)object)->count);
}

typedef void *rc_counted_take(void *object);
typedef void rc_counted_give(void *object);

/* A call that may add a reference. */
static inline void *rc_counted_gain(void *object, rc_counted_take *take)
{
    if (!object)
        return take(object);
    rc_record_enter();
    rc_record_sync(object, rc_counted_read(object));
    void *result = take(object);
    rc_record_gain(object, rc_counted_read(object));
    rc_record_leave();
    return result;
}

/* A call that gives one up. */
static inline void rc_counted_release(void *object, rc_counted_give *give)
{
    if (!object) {
        give(object);
        return;
    }
    rc_record_enter();
    uint64_t count = rc_counted_read(object);
    rc_record_sync(object, count);
    rc_record_release(object);
    if (count > 1)
        give(object);
    rc_record_leave();
    if (count <= 1)
        give(object);
}

/* A call that has returned a new reference; it was made without the lock. */
static inline void *rc_counted_made(void *object)
{
    if (object) {
        rc_record_enter();
        rc_record_gain(object, rc_counted_read(object));
        rc_record_leave();
    }
    return object;
}

/* Whether `object`, just made, counts as supposed; takes and gives back a reference, records nothing. */
static inline bool rc_counted_as_supposed(void *object, rc_counted_take *take,
                                          rc_counted_give *give)
{
    bool as_supposed = object && rc_counted_read(object) == 1;
    if (as_supposed) {
        take(object);
        as_supposed = rc_counted_read(object) == 2;
        give(object);
    }
    return as_supposed;
}

#endif
