/*
 * trace_record_program.c: a program that uses every function that the libavutil recorder wraps.
 *
 * Before each step it prints the events that must be recorded for it, in the language of
 * trace_make; trace_record_test.sh compares. Link it with -lavutil, and run it under the recorder.
 */
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <libavutil/buffer.h>
#include <libavutil/frame.h>
#include <libavutil/mem.h>
#include <libavutil/pixfmt.h>

static void buffers(void)
{
    puts("0c0 0r0 0l0 0d0");
    AVBufferRef *a = av_buffer_alloc(100);
    AVBufferRef *b = av_buffer_ref(a);
    av_buffer_unref(&b);
    av_buffer_unref(&a);
    av_buffer_unref(&a);

    puts("0c1"); /* never released */
    AVBufferRef *left = av_buffer_allocz(100);
    (void)left;
}

static void release_other(void *other, uint8_t *data)
{
    AVBufferRef *ref = other;
    av_buffer_unref(&ref);
    av_free(data);
}

/* The destructor of one buffer releases another, inside the call that is recorded. */
static void nested(void)
{
    puts("0c2 0c3 0d3 0d2");
    AVBufferRef *inner = av_buffer_alloc(10);
    AVBufferRef *outer = av_buffer_create(av_malloc(10), 10, release_other, inner, 0);
    av_buffer_unref(&outer);
}

static void replaced(void)
{
    puts("0c4 0c5 0r4 0r5 0l4 0l5 0d4 0d5");
    AVBufferRef *a = av_buffer_alloc(10), *b = av_buffer_alloc(10), *c = NULL;
    av_buffer_replace(&c, a);
    av_buffer_replace(&c, a);
    av_buffer_replace(&c, b);
    av_buffer_replace(&c, NULL);
    av_buffer_unref(&a);
    av_buffer_unref(&b);
}

static void reallocated(void)
{
    puts("0c6 0r6 0c7 0l6 0d6");
    AVBufferRef *a = NULL;
    av_buffer_realloc(&a, 100);
    av_buffer_realloc(&a, 100000);
    AVBufferRef *b = av_buffer_ref(a);
    av_buffer_realloc(&a, 200000);
    av_buffer_unref(&b);

    puts("0r7 0c8 0l7 0d8 0d7");
    av_buffer_make_writable(&a);
    b = av_buffer_ref(a);
    av_buffer_make_writable(&b);
    av_buffer_unref(&b);
    av_buffer_unref(&a);
}

/* What comes back from a pool is a new object; what the pool allocates is not one more. */
static void pooled(void)
{
    puts("0c9 0d9 0c10 0d10");
    AVBufferPool *pool = av_buffer_pool_init(64, NULL);
    for (int i = 0; i < 2; i++) {
        AVBufferRef *ref = av_buffer_pool_get(pool);
        av_buffer_unref(&ref);
    }
    av_buffer_pool_uninit(&pool);

    puts("0c11 0d11");
    pool = av_buffer_pool_init(64, av_buffer_allocz);
    AVBufferRef *ref = av_buffer_pool_get(pool);
    av_buffer_unref(&ref);
    av_buffer_pool_uninit(&pool);
}

static void frames(void)
{
    puts("0c12 0r12 0c13 0r12 0r13");
    AVFrame *a = av_frame_alloc();
    a->format = AV_PIX_FMT_GRAY8;
    a->width = a->height = 16;
    av_frame_get_buffer(a, 0);
    AVFrame *b = av_frame_clone(a);
    av_frame_new_side_data(a, AV_FRAME_DATA_SEI_UNREGISTERED, 10);
    AVFrame *c = av_frame_alloc();
    av_frame_ref(c, a);

    puts("0c14 0c15 0l12 0l13 0d13 0l12 0d12 0d14 0d15"); /* side data is copied, too */
    av_frame_make_writable(c);
    av_frame_remove_side_data(a, AV_FRAME_DATA_SEI_UNREGISTERED);
    av_frame_unref(b);
    av_frame_free(&b);
    av_frame_free(&a);
    av_frame_free(&c);
}

static void *release_elsewhere(void *ref)
{
    av_buffer_unref((AVBufferRef **)ref);
    return NULL;
}

static void threads(void)
{
    puts("0c16 0r16 1l16 0d16");
    AVBufferRef *a = av_buffer_alloc(10), *b = av_buffer_ref(a);
    pthread_t thread;
    if (pthread_create(&thread, NULL, release_elsewhere, &b) == 0)
        pthread_join(thread, NULL);
    av_buffer_unref(&a);
}

/* A reference taken behind the recorder's back is noticed when it matters. */
static void unseen(void)
{
    puts("0c17 0r17 0l17 0d17");
    AVBufferRef *(*hidden_ref)(const AVBufferRef *);
    void *symbol = dlsym(RTLD_NEXT, "av_buffer_ref");
    void *library = dlopen("libavutil.so.57", RTLD_LAZY | RTLD_NOLOAD);
    if (library)
        symbol = dlsym(library, "av_buffer_ref");
    memcpy(&hidden_ref, &symbol, sizeof symbol);
    AVBufferRef *a = av_buffer_alloc(10), *b = hidden_ref(a);
    av_buffer_unref(&b);
    av_buffer_unref(&a);
}

/* A child has its own counts from then on, and they are nobody's trace. */
static void forked(void)
{
    fflush(stdout);
    pid_t child = fork();
    AVBufferRef *a = NULL;
    if (child == 0)
        a = av_buffer_alloc(10);
    else
        waitpid(child, NULL, 0);
    if (child == 0)
        exit(a ? 0 : 1);
}

int main(void)
{
    buffers();
    nested();
    replaced();
    reallocated();
    pooled();
    frames();
    threads();
    unseen();
    forked();
    return 0;
}
