/*
 * avframe.c: the recorder for FFmpeg's buffers: the functions on AVFrame, which holds up to dozens
 * of them.
 *
 * What happens inside these calls cannot be seen (avutil.h), so each is taken as the difference
 * between the references that the frame held before and those it holds afterwards.
 */
#include <stdbool.h>
#include <stdlib.h>

#include "bench/record/avutil.h"
#include "bench/record/recorder.h"

typedef void visit(const AVBufferRef *ref, void *arg);

static void visit_one(const AVBufferRef *ref, visit *function, void *arg)
{
    if (ref)
        function(ref, arg);
}

/* Calls function for every reference that the frame owns; frame may be NULL. */
static void visit_refs(const AVFrame *frame, visit *function, void *arg)
{
    if (!frame)
        return;
    for (int i = 0; i < AV_NUM_DATA_POINTERS; i++)
        visit_one(frame->buf[i], function, arg);
    for (int i = 0; i < frame->nb_extended_buf; i++)
        visit_one(frame->extended_buf[i], function, arg);
    for (int i = 0; i < frame->nb_side_data; i++)
        visit_one(frame->side_data[i]->buf, function, arg);
    visit_one(frame->hw_frames_ctx, function, arg);
    visit_one(frame->opaque_ref, function, arg);
    visit_one(frame->private_ref, function, arg);
}

static void sync_ref(const AVBufferRef *ref, void *arg)
{
    (void)arg;
    rc_avutil_sync(ref);
}

static void release_ref(const AVBufferRef *ref, void *arg)
{
    (void)arg;
    rc_record_release(ref->buffer);
}

/* The references of a frame, taken down before a call. */
typedef struct snapshot {
    const AVBuffer **buffer;
    size_t size, room;
    bool failed;
} snapshot;

static void take_down(const AVBufferRef *ref, void *arg)
{
    snapshot *before = arg;
    if (before->size == before->room) {
        size_t room = before->room ? before->room * 2 : 16;
        const AVBuffer **more = realloc(before->buffer, room * sizeof *more);
        if (!more) {
            before->failed = true;
            return;
        }
        before->buffer = more;
        before->room = room;
    }
    before->buffer[before->size++] = ref->buffer;
}

static snapshot enter(const AVFrame *frame)
{
    snapshot before = {0};
    rc_record_enter();
    visit_refs(frame, sync_ref, NULL);
    visit_refs(frame, take_down, &before);
    if (before.failed)
        rc_record_give_up("not enough memory");
    return before;
}

/* A reference that the frame has now: an old one is crossed out, a new one is a gain. */
static void compare(const AVBufferRef *ref, void *arg)
{
    snapshot *before = arg;
    for (size_t i = 0; i < before->size; i++)
        if (before->buffer[i] == ref->buffer) {
            before->buffer[i] = before->buffer[--before->size];
            return;
        }
    rc_avutil_gain(ref);
}

/*
 * Gains before losses: what was lost may be dead, and no call here makes a new buffer after it has
 * let go of an old one, so no address stands for both.
 */
static void leave(snapshot before, const AVFrame *frame)
{
    visit_refs(frame, compare, &before);
    for (size_t i = 0; i < before.size; i++)
        rc_record_release(before.buffer[i]);
    free(before.buffer);
    rc_record_leave();
}

int av_frame_ref(AVFrame *frame, const AVFrame *from)
{
    snapshot before = enter(frame);
    visit_refs(from, sync_ref, NULL);
    int result = rc_avutil_real()->av_frame_ref(frame, from);
    leave(before, frame);
    return result;
}

AVFrame *av_frame_clone(const AVFrame *from)
{
    snapshot before = enter(NULL);
    visit_refs(from, sync_ref, NULL);
    AVFrame *frame = rc_avutil_real()->av_frame_clone(from);
    leave(before, frame);
    return frame;
}

int av_frame_get_buffer(AVFrame *frame, int align)
{
    snapshot before = enter(frame);
    int result = rc_avutil_real()->av_frame_get_buffer(frame, align);
    leave(before, frame);
    return result;
}

int av_hwframe_get_buffer(AVBufferRef *pool, AVFrame *frame, int flags)
{
    snapshot before = enter(frame);
    rc_avutil_sync(pool);
    int result = rc_avutil_real()->av_hwframe_get_buffer(pool, frame, flags);
    leave(before, frame);
    return result;
}

int av_frame_make_writable(AVFrame *frame)
{
    snapshot before = enter(frame);
    int result = rc_avutil_real()->av_frame_make_writable(frame);
    leave(before, frame);
    return result;
}

int av_frame_copy_props(AVFrame *frame, const AVFrame *from)
{
    snapshot before = enter(frame);
    visit_refs(from, sync_ref, NULL);
    int result = rc_avutil_real()->av_frame_copy_props(frame, from);
    leave(before, frame);
    return result;
}

AVFrameSideData *av_frame_new_side_data(AVFrame *frame, enum AVFrameSideDataType type, size_t size)
{
    snapshot before = enter(frame);
    AVFrameSideData *data = rc_avutil_real()->av_frame_new_side_data(frame, type, size);
    leave(before, frame);
    return data;
}

void av_frame_remove_side_data(AVFrame *frame, enum AVFrameSideDataType type)
{
    snapshot before = enter(frame);
    rc_avutil_real()->av_frame_remove_side_data(frame, type);
    leave(before, frame);
}

/* Recorded before the call, as in av_buffer_unref. */
static void enter_release(const AVFrame *frame)
{
    rc_record_enter();
    visit_refs(frame, sync_ref, NULL);
    visit_refs(frame, release_ref, NULL);
}

void av_frame_unref(AVFrame *frame)
{
    enter_release(frame);
    rc_avutil_real()->av_frame_unref(frame);
    rc_record_leave();
}

void av_frame_free(AVFrame **frame)
{
    enter_release(frame ? *frame : NULL);
    rc_avutil_real()->av_frame_free(frame);
    rc_record_leave();
}
