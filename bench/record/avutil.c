/*
 * avutil.c: finds the real libavutil behind the recorder.
 */
#include "bench/record/avutil.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libavutil/avutil.h>
#include <libavutil/version.h>

#include "bench/record/recorder.h"

static rc_avutil real;

/*
 * The next definition after ours; failing that, the library that the program has loaded where only
 * it can see it (a plugin's private copy).
 */
static void *find(const char *name)
{
    void *symbol = dlsym(RTLD_NEXT, name);
    if (symbol)
        return symbol;
    char soname[32];
    snprintf(soname, sizeof soname, "libavutil.so.%d", LIBAVUTIL_VERSION_MAJOR);
    void *library = dlopen(soname, RTLD_LAZY | RTLD_NOLOAD);
    return library ? dlsym(library, name) : NULL;
}

static void look_up(void)
{
    static const struct {
        const char *name;
        size_t offset;
    } function[] = {
#define RC_AVUTIL_ROW(name) {#name, offsetof(rc_avutil, name)},
        RC_AVUTIL_FUNCTIONS(RC_AVUTIL_ROW)
#undef RC_AVUTIL_ROW
    };
    for (size_t i = 0; i < sizeof function / sizeof *function; i++) {
        void *symbol = find(function[i].name);
        if (!symbol) {
            /* There is nothing to pass the program's call on to. */
            fprintf(stderr, "rc-record: no %s in libavutil %d\n", function[i].name,
                    LIBAVUTIL_VERSION_MAJOR);
            abort();
        }
        /* A copy: ISO C has no cast from an object's address to a function's. */
        memcpy((char *)&real + function[i].offset, &symbol, sizeof symbol);
    }

    /* The layout of AVFrame belongs to one major version. */
    unsigned (*version)(void) = NULL;
    void *symbol = find("avutil_version");
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
