/*
 * avbuffer.c: the recorder for FFmpeg's buffers: the functions on AVBufferRef.
 *
 * The counted object is the AVBuffer, each AVBufferRef is one reference. The public count of a
 * buffer is read before and after each call (under the recorder's lock nobody changes it), and the
 * recorder's model is held against it.
 *
 * A buffer from a pool dies when its last reference goes, although its memory returns to the pool:
 * taken again, it is a new object.
 */
#include "bench/record/avutil.h"
#include "bench/record/recorder.h"

/* A call that returns a new reference. */
static AVBufferRef *gained(AVBufferRef *ref)
{
    rc_avutil_gain(ref);
    rc_record_leave();
    return ref;
}

AVBufferRef *av_buffer_create(uint8_t *data, size_t size, void (*free)(void *opaque, uint8_t *data),
                              void *opaque, int flags)
{
    rc_record_enter();
    return gained(rc_avutil_real()->av_buffer_create(data, size, free, opaque, flags));
}

AVBufferRef *av_buffer_alloc(size_t size)
{
    rc_record_enter();
    return gained(rc_avutil_real()->av_buffer_alloc(size));
}

AVBufferRef *av_buffer_allocz(size_t size)
{
    rc_record_enter();
    return gained(rc_avutil_real()->av_buffer_allocz(size));
}

AVBufferRef *av_buffer_pool_get(AVBufferPool *pool)
{
    rc_record_enter();
    return gained(rc_avutil_real()->av_buffer_pool_get(pool));
}

AVBufferRef *av_buffer_ref(const AVBufferRef *ref)
{
    rc_record_enter();
    rc_avutil_sync(ref);
    return gained(rc_avutil_real()->av_buffer_ref(ref));
}

/*
 * Recorded before the call: afterwards the buffer may be gone, and what its destructor releases
 * should come behind it.
 */
void av_buffer_unref(AVBufferRef **ref)
{
    rc_record_enter();
    if (ref && *ref) {
        rc_avutil_sync(*ref);
        rc_record_release((*ref)->buffer);
    }
    rc_avutil_real()->av_buffer_unref(ref);
    rc_record_leave();
}

/*
 * After a call that may have put another buffer behind *ref: the new one first, since it may be
 * an old one that only this reference keeps alive.
 */
static int replaced(AVBufferRef **ref, const AVBuffer *before, int result)
{
    if (*ref && (*ref)->buffer != before)
        rc_avutil_gain(*ref);
    if (before && (!*ref || (*ref)->buffer != before))
        rc_record_release(before);
    rc_record_leave();
    return result;
}

int av_buffer_replace(AVBufferRef **ref, const AVBufferRef *by)
{
    rc_record_enter();
    rc_avutil_sync(*ref);
    rc_avutil_sync(by);
    const AVBuffer *before = *ref ? (*ref)->buffer : NULL;
    return replaced(ref, before, rc_avutil_real()->av_buffer_replace(ref, by));
}

int av_buffer_realloc(AVBufferRef **ref, size_t size)
{
    rc_record_enter();
    rc_avutil_sync(*ref);
    const AVBuffer *before = *ref ? (*ref)->buffer : NULL;
    return replaced(ref, before, rc_avutil_real()->av_buffer_realloc(ref, size));
}

int av_buffer_make_writable(AVBufferRef **ref)
{
    rc_record_enter();
    rc_avutil_sync(*ref);
    const AVBuffer *before = (*ref)->buffer;
    return replaced(ref, before, rc_avutil_real()->av_buffer_make_writable(ref));
}
