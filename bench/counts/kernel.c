/*
 * kernel.c: the measured loops of one backend, compiled with -DRC_BACKEND=<name>: all operations
 * are the inline ones.
 */
#include "refcount/refcount.h"

#include "bench/counts/loops.h"

#include <stdlib.h>

typedef struct line {
    _Alignas(RC_BENCH_LINE) rc_counter counter;
} line;

_Static_assert(sizeof(line) == RC_BENCH_LINE, "a counter fits into its line");

/* ----------------------------------------------------------------------------------- counters */

/* The memory is an array's. Something is left to do, or the compiler would not test for the end. */
static RC_NOINLINE void stay(rc_counter *counter)
{
    rc_counter_destroy(counter);
    RC_BENCH_OPAQUE(counter);
}

RC_BENCH_INLINE void retain_counter(void *reference)
{
    rc_counter_retain(reference);
}

RC_BENCH_INLINE void release_counter(void *reference)
{
    rc_counter_release(reference, stay);
}

RC_BENCH_DEFINE_LOOPS(counter, retain_counter, release_counter)

static void place(void *memory, void **reference, size_t count)
{
    (void)memory;
    for (size_t i = 0; i < count; i++)
        rc_counter_init(reference[i]);
}

static void clear(void **reference, size_t count)
{
    for (size_t i = 0; i < count; i++)
        release_counter(reference[i]);
}

static void copy(void *const *reference, void **copied, size_t count)
{
    rc_bench_copy(reference, copied, count, retain_counter, release_counter);
}

static bool make_counters(void **reference, size_t count)
{
    line *lines = aligned_alloc(RC_BENCH_LINE, count * sizeof *lines);
    if (lines == NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        reference[i] = &lines[i].counter;
    place(lines, reference, count);
    return true;
}

static void discard_counters(void **reference, size_t count)
{
    clear(reference, count);
    free(reference[0]);
}

/* ------------------------------------------------------------------------------------ objects */

/* With the usual header and malloc's own word an object of this type takes the room of a line. */
static const rc_type line_type = {.name = "line", .size = RC_BENCH_LINE - 16 - sizeof(size_t)};

/*
 * A caller has mostly looked into an object before it counts references to it, so that its compiler knows
 * that the pointer is not NULL and leaves the test for that away. Here it is told so. Where it does not
 * know, each operation costs one more test and branch.
 */
RC_BENCH_INLINE void retain_object(void *reference)
{
    if (reference == NULL)
        __builtin_unreachable();
    rc_retain(reference);
}

RC_BENCH_INLINE void release_object(void *reference)
{
    if (reference == NULL)
        __builtin_unreachable();
    rc_release(reference);
}

RC_BENCH_DEFINE_LOOPS(object, retain_object, release_object)

static void discard_objects(void **reference, size_t count)
{
    for (size_t i = 0; i < count; i++)
        rc_release(reference[i]);
}

RC_BENCH_INLINE bool new_objects(void **reference, size_t count, const rc_type *type)
{
    for (size_t i = 0; i < count; i++) {
        reference[i] = rc_new(type);
        if (reference[i] == NULL) {
            discard_objects(reference, i);
            return false;
        }
    }
    return true;
}

static bool make_objects(void **reference, size_t count)
{
    return new_objects(reference, count, &line_type);
}

/* A size that the compiler knows, as in a program. */
RC_BENCH_INLINE void create_of(size_t blocks, const rc_type *type)
{
    for (size_t i = 0; i < blocks * RC_BENCH_BLOCK; i++) {
        void *object = rc_new(type);
        RC_BENCH_OPAQUE(object);
        rc_release(object);
    }
}

#define CREATE(bytes)                                                                              \
    case bytes: {                                                                                  \
        static const rc_type type = {.name = "payload", .size = bytes};                            \
        create_of(blocks, &type);                                                                  \
        return;                                                                                    \
    }

static void create(size_t blocks, size_t size)
{
    switch (size) {
        RC_BENCH_SIZES(CREATE)
    }
}

/* ------------------------------------------------------------------------------------ batches */

static bool fill(void *batch, size_t count)
{
    static const rc_type type = {.name = "payload", .size = RC_BENCH_PAYLOAD};
    return new_objects(batch, count, &type);
}

static void touch(void *batch, size_t count, size_t times)
{
    rc_bench_touch(batch, count, times, retain_object, release_object);
}

static void drop(void *batch, size_t count)
{
    rc_bench_drop(batch, count, release_object);
}

/* --------------------------------------------------------------------------------------------- */

static const rc_bench_pairs counter_pairs = {
    .make = make_counters, .discard = discard_counters, .loop = RC_BENCH_LOOPS(counter)};

static const rc_bench_pairs object_pairs = {
    .make = make_objects, .discard = discard_objects, .loop = RC_BENCH_LOOPS(object)};

extern const rc_bench_kernel RC_NAME(bench_kernel);

const rc_bench_kernel RC_NAME(bench_kernel) = {
    .name = RC_QUOTE(RC_BACKEND),
    .backend = &rc_backend,
    .compiler = __VERSION__,
    .attach = rc_thread_attach,
    .detach = rc_thread_detach,
    .poll = rc_thread_poll,
    .counter = &counter_pairs,
    .object = &object_pairs,
    .batches = {.fill = fill, .touch = touch, .drop = drop},
    .create = create,
    .place = place,
    .clear = clear,
    .copy = copy,
};
