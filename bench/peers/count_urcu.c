/*
 * count_urcu.c: urcu_ref of liburcu: what Linux's kref is, with a count that does not wrap around.
 */
#include "bench/counts/loops.h"

#include <stdlib.h>
#include <urcu/ref.h>

#define COUNT_NAME "urcu_ref"
#define COUNT_DESCRIPTION "liburcu's urcu_ref: a long that is retained by compare-exchange"
#define count_cell struct urcu_ref

static void count_begin(struct urcu_ref *object)
{
    urcu_ref_init(object);
}

RC_BENCH_INLINE void count_retain(void *reference)
{
    urcu_ref_get(reference);
}

/* The count is the first thing in the memory. */
static void freed(struct urcu_ref *object)
{
    free(object);
}

RC_BENCH_INLINE void count_release(void *reference)
{
    urcu_ref_put(reference, freed);
}

#include "bench/counts/adapter.h"
