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

static void place(void *memory, size_t count)
{
    for (size_t i = 0; i < count; i++)
        rc_counter_init(&((line *)memory)[i].counter);
}

static void clear(void *memory, size_t count)
{
    for (size_t i = 0; i < count; i++)
        release_counter(&((line *)memory)[i].counter);
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
    place(lines, count);
    for (size_t i = 0; i < count; i++)
        reference[i] = &lines[i].counter;
    return true;
}

static void discard_counters(void **reference, size_t count)
{
    clear(reference[0], count);
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

static bool make_objects(void **reference, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        reference[i] = rc_new(&line_type);
        if (reference[i] == NULL) {
            discard_objects(reference, i);
            return false;
        }
    }
    return true;
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
    .counter = &counter_pairs,
    .object = &object_pairs,
    .create = create,
    .place = place,
    .clear = clear,
    .copy = copy,
};
