/*
 * kernel.h: what of the counts is compiled once per backend: the measured loops.
 *
 * Everything else (cases, clock, order, statistics) is compiled once and reaches a backend through
 * this table, outside the measured loops. A peer that is no backend fills the same table, with NULL
 * for what it does not have: see bench/counts/adapter.h.
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

/*
 * The pairs of one interface. `reference` has RC_BENCH_BLOCK entries, or one for RC_BENCH_ONE. An entry
 * is a reference; where one has two words, as a shared_ptr, it is the address of one.
 */
typedef struct rc_bench_pairs {
    /* `count` new ones, side by side, owned by the calling thread; false: no memory. */
    bool (*make)(void **reference, size_t count);
    void (*discard)(void **reference, size_t count); /* all of one make, by the same thread */
    void (*loop[RC_BENCH_SHAPES])(void **reference, size_t blocks);
} rc_bench_pairs;

/*
 * Objects of RC_BENCH_PAYLOAD bytes that change hands, some at a time. A batch is memory for so many
 * references, of RC_BENCH_REFERENCE bytes at the most: each table has its own way of putting them there.
 */
enum { RC_BENCH_REFERENCE = 2 * sizeof(void *) };

typedef struct rc_bench_batches {
    bool (*fill)(void *batch, size_t count); /* with references to new objects; false: no memory */
    void (*touch)(void *batch, size_t count,
                  size_t times);             /* a pair on each, so many times in a row */
    void (*drop)(void *batch, size_t count); /* gives them up */
} rc_bench_batches;

/* The payloads of which creation is measured, in bytes; RC_BENCH_PAYLOAD is one of them. */
#define RC_BENCH_SIZES(X) X(8) X(16) X(32) X(64) X(128) X(256)

typedef struct rc_bench_kernel {
    const char *name;
    const char *description;        /* of a peer, a line; else NULL */
    const rc_backend_info *backend; /* NULL for a peer */
    bool alone; /* a peer whose objects are for one thread; a backend says it in its own words */
    const char *compiler;
    int (*attach)(void); /* as rc_thread_attach */
    void (*detach)(void);
    void (*poll)(void);                     /* as rc_thread_poll; NULL: nothing to do */
    const rc_bench_pairs *counter, *object; /* NULL: the peer has none */
    rc_bench_batches batches;
    /* Creates and destroys an object of `size` bytes, one of RC_BENCH_SIZES, RC_BENCH_BLOCK times a block. */
    void (*create)(size_t blocks, size_t size);
    /*
     * Makes `count` counters in the lines of memory, and ends them. `reference` has the addresses of the
     * lines, in any order; objects that bring their own memory, made in the order of the lines, take
     * the places of those.
     */
    void (*place)(void *memory, void **reference, size_t count);
    void (*clear)(void **reference, size_t count);
    /* Copies an array of references to such counters, and drops the copy. */
    void (*copy)(void *const *reference, void **copy, size_t count);
} rc_bench_kernel;

#ifdef __cplusplus
extern "C" {
#endif

/* All backends in the order of refcount/counters/list.h, then the peers by name; NULL ends the list. */
extern const rc_bench_kernel *rc_bench_kernels[];

/* Adds a peer; before main begins. */
void rc_bench_add_counts(const rc_bench_kernel *peer);

/* malloc and free of `size` bytes, blocks * RC_BENCH_BLOCK times. */
void rc_bench_malloc(size_t blocks, size_t size);

#ifdef __cplusplus
}
#endif

#endif
