/*
 * avutil.c: finds the real libavutil behind the recorder.
 */
#include "bench/record/avutil.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include <libavutil/avutil.h>
#include <libavutil/version.h>

#include "bench/record/real.h"
#include "bench/record/recorder.h"

static rc_avutil real;

static void look_up(void)
{
    static const rc_record_function functions[] = {
#define RC_AVUTIL_ROW(name) RC_RECORD_FUNCTION(rc_avutil, name),
        RC_AVUTIL_FUNCTIONS(RC_AVUTIL_ROW)
#undef RC_AVUTIL_ROW
    };
    char soname[32];
    snprintf(soname, sizeof soname, "libavutil.so.%d", LIBAVUTIL_VERSION_MAJOR);
    rc_record_look_up(&real, functions, sizeof functions / sizeof *functions, soname);

    /* The layout of AVFrame belongs to one major version. */
    unsigned (*version)(void) = NULL;
    void *symbol = rc_record_find_real("avutil_version", soname);
    memcpy(&version, &symbol, sizeof symbol);
    if (!version || AV_VERSION_MAJOR(version()) != LIBAVUTIL_VERSION_MAJOR)
        rc_record_give_up("libavutil is of another version than the recorder's headers");
}

const rc_avutil *rc_avutil_real(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, look_up);
    return &real;
}

void rc_avutil_sync(const AVBufferRef *ref)
{
    if (ref)
        rc_record_sync(ref->buffer, (uint64_t)rc_avutil_real()->av_buffer_get_ref_count(ref));
}

void rc_avutil_gain(const AVBufferRef *ref)
{
    if (ref)
        rc_record_gain(ref->buffer, (uint64_t)rc_avutil_real()->av_buffer_get_ref_count(ref));
}
