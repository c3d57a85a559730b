/*
 * kernel.c: the measured loops of one backend, compiled with -DRC_BACKEND=<name>: all operations are the
 * inline ones.
 */
#include "refcount/refcount.h"

#include "bench/micro/loops.h"

#include <stdlib.h>

typedef struct line {
    _Alignas(RC_BENCH_LINE) rc_counter counter;
} line;

_Static_assert(sizeof(line) == RC_BENCH_LINE, "a counter fits into its line");

/* ----------------------------------------------------------------------------------- counters */

static void free_line(rc_counter *counter)
{
    rc_counter_destroy(counter);
    free(counter);
}

RC_BENCH_INLINE void retain_counter(void *reference)
{
    rc_counter_retain(reference);
}

RC_BENCH_INLINE void release_counter(void *reference)
{
    rc_counter_release(reference, free_line);
}

RC_BENCH_DEFINE_LOOPS(counter, retain_counter, release_counter)

static void *make_counter(void)
{
    line *made = aligned_alloc(RC_BENCH_LINE, sizeof *made);
    if (made != NULL)
        rc_counter_init(&made->counter);
    return made;
}

static void discard_counter(void *reference)
{
    release_counter(reference);
}

/* ------------------------------------------------------------------------------------ objects */

/* With the usual header an object of this type fills a line. */
static const rc_type line_type = {.name = "line", .size = RC_BENCH_LINE - 16};

RC_BENCH_INLINE void retain_object(void *reference)
{
    rc_retain(reference);
}

RC_BENCH_INLINE void release_object(void *reference)
{
    rc_release(reference);
}

RC_BENCH_DEFINE_LOOPS(object, retain_object, release_object)

static void *make_object(void)
{
    return rc_new(&line_type);
}

static void discard_object(void *reference)
{
    rc_release(reference);
}

static void create(size_t blocks)
{
    static const rc_type type = {.name = "payload", .size = RC_BENCH_PAYLOAD};
    for (size_t i = 0; i < blocks * RC_BENCH_BLOCK; i++) {
        void *object = rc_new(&type);
        RC_BENCH_OPAQUE(object);
        rc_release(object);
    }
}

/* ------------------------------------------------------------------------------- many counters */

static void stay(rc_counter *counter)
{
    rc_counter_destroy(counter); /* the memory is the caller's */
}

RC_BENCH_INLINE void release_placed(void *reference)
{
    rc_counter_release(reference, stay);
}

static void place(void *memory, size_t count)
{
    for (size_t i = 0; i < count; i++)
        rc_counter_init(&((line *)memory)[i].counter);
}

static void clear(void *memory, size_t count)
{
    for (size_t i = 0; i < count; i++)
        release_placed(&((line *)memory)[i].counter);
}

static void copy(void *const *reference, void **copied, size_t count)
{
    rc_bench_copy(reference, copied, count, retain_counter, release_placed);
}

/* --------------------------------------------------------------------------------------------- */

static const rc_bench_pairs counter_pairs = {
    .make = make_counter, .discard = discard_counter, .loop = RC_BENCH_LOOPS(counter)};

static const rc_bench_pairs object_pairs = {
    .make = make_object, .discard = discard_object, .loop = RC_BENCH_LOOPS(object)};

extern const rc_bench_kernel RC_NAME(bench_kernel);

const rc_bench_kernel RC_NAME(bench_kernel) = {
    .name = RC_QUOTE(RC_BACKEND),
    .backend = &rc_backend,
    .compiler = __VERSION__,
    .attach = rc_thread_attach,
    .detach = rc_thread_detach,
    .counter = &counter_pairs,
    .object = &object_pairs,
    .create = create,
    .place = place,
    .clear = clear,
    .copy = copy,
};
