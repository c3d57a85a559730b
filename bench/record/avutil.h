/*
 * avutil.h: the functions of the real libavutil that the recorder stands in front of.
 *
 * libavutil is linked -Bsymbolic: a call from one of its functions to another does not go through
 * the symbol table and is not seen here. So the recorder wraps every entry by which the other
 * libraries of FFmpeg change the count of a buffer: the buffers themselves (avbuffer.c) and the
 * frames that hold them (avframe.c).
 */
#ifndef RC_BENCH_RECORD_AVUTIL_H
#define RC_BENCH_RECORD_AVUTIL_H

/* Our definitions of these are the one thing that the recorder exports. */
#pragma GCC visibility push(default)
#include <libavutil/buffer.h>
#include <libavutil/frame.h>
#include <libavutil/hwcontext.h>
#pragma GCC visibility pop

#define RC_AVUTIL_FUNCTIONS(X)                                                                     \
    X(av_buffer_get_ref_count)                                                                     \
    X(av_buffer_create)                                                                            \
    X(av_buffer_alloc)                                                                             \
    X(av_buffer_allocz)                                                                            \
    X(av_buffer_ref)                                                                               \
    X(av_buffer_unref)                                                                             \
    X(av_buffer_replace)                                                                           \
    X(av_buffer_realloc)                                                                           \
    X(av_buffer_make_writable)                                                                     \
    X(av_buffer_pool_get)                                                                          \
    X(av_frame_ref)                                                                                \
    X(av_frame_clone)                                                                              \
    X(av_frame_unref)                                                                              \
    X(av_frame_free)                                                                               \
    X(av_frame_get_buffer)                                                                         \
    X(av_frame_make_writable)                                                                      \
    X(av_frame_copy_props)                                                                         \
    X(av_frame_new_side_data)                                                                      \
    X(av_frame_remove_side_data)                                                                   \
    X(av_hwframe_get_buffer)

typedef struct rc_avutil {
#define RC_AVUTIL_MEMBER(name) __typeof__(name) *name;
    RC_AVUTIL_FUNCTIONS(RC_AVUTIL_MEMBER)
#undef RC_AVUTIL_MEMBER
} rc_avutil;

/* The real functions; looked up by the first call, which may come from any thread. */
const rc_avutil *rc_avutil_real(void);

/* rc_record_sync and rc_record_gain for a reference as it is now; NULL is allowed and ignored. */
void rc_avutil_sync(const AVBufferRef *ref);
void rc_avutil_gain(const AVBufferRef *ref);

#endif
