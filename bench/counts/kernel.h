/*
 * kernel.h: what of the counts is compiled once per backend: the measured loops.
 *
 * Everything else (cases, clock, order, statistics) is compiled once and reaches a backend through
 * this table, outside the measured loops. A peer that is no backend fills the same table, with NULL
 * for what it does not have.
 */
#ifndef RC_BENCH_COUNTS_KERNEL_H
#define RC_BENCH_COUNTS_KERNEL_H

#include "bench/micro/block.h"
#include "refcount/counter.h"

/*
 * How the pairs of a block are spread over its RC_BENCH_BLOCK objects, a cache line from one to the next.
 *   one   one hot object, which favours counting in plain memory: the processor renames the word
 *   rr    each object in turn
 *   sep   a retain of each, then a release of each
 */
enum { RC_BENCH_ONE, RC_BENCH_RR, RC_BENCH_SEP, RC_BENCH_SHAPES };

/* The pairs of one interface. `reference` has RC_BENCH_BLOCK entries, or one for RC_BENCH_ONE. */
typedef struct rc_bench_pairs {
    /* `count` new ones, side by side, owned by the calling thread; false: no memory. */
    bool (*make)(void **reference, size_t count);
    void (*discard)(void **reference, size_t count); /* all of one make, by the same thread */
    void (*loop[RC_BENCH_SHAPES])(void **reference, size_t blocks);
} rc_bench_pairs;

typedef struct rc_bench_kernel {
    const char *name;
    const rc_backend_info *backend; /* NULL for a peer */
    const char *compiler;
    int (*attach)(void); /* as rc_thread_attach */
    void (*detach)(void);
    const rc_bench_pairs *counter, *object; /* NULL: the peer has none */
    /* Creates and destroys an object of RC_BENCH_PAYLOAD bytes, RC_BENCH_BLOCK times a block. */
    void (*create)(size_t blocks);
    /* Makes `count` counters in lines of memory, and ends them. */
    void (*place)(void *memory, size_t count);
    void (*clear)(void *memory, size_t count);
    /* Copies an array of references to such counters, and drops the copy. */
    void (*copy)(void *const *reference, void **copy, size_t count);
} rc_bench_kernel;

#ifdef __cplusplus
extern "C" {
#endif

/* All backends in the order of refcount/counters/list.h, then the peers; NULL ends the list. */
extern const rc_bench_kernel *const rc_bench_kernels[];

/* malloc and free of `size` bytes, blocks * RC_BENCH_BLOCK times. */
void rc_bench_malloc(size_t blocks, size_t size);

#ifdef __cplusplus
}
#endif

#endif
