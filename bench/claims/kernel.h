/*
 * kernel.h: the loops that are measured, compiled once per backend, with its operations inline.
 */
#ifndef BENCH_CLAIMS_KERNEL_H
#define BENCH_CLAIMS_KERNEL_H

#include "refcount/ops.h"

/* An object of the experiments: may hold two others, and counts its ends. */
typedef struct claims_node {
    struct claims_node *left, *right;
    uint64_t payload;
} claims_node;

typedef struct claims_kernel {
    const rc_ops *ops;
    /* Takes a reference and gives it back, so many times. */
    void (*pairs)(void *object, uint64_t times);
    /*
     * An interpreter at work: so many steps on an object of its own, each some arithmetic, `counted` of every
     * 64 with a reference taken and given back, each with a safepoint if `polls`. Returns what it computed.
     */
    uint64_t (*steps)(void *object, uint64_t steps, unsigned counted, bool polls);
    /* A new object, which takes over the two references. */
    claims_node *(*make)(claims_node *left, claims_node *right);
} claims_kernel;

/* Ends of all nodes of all backends, so far. */
uint64_t claims_ended(void);
extern _Atomic uint64_t claims_node_ends;

/* Of a backend by name, NULL if there is none; the index-th, NULL past the last. */
const claims_kernel *claims_kernel_of(const char *backend);
const claims_kernel *claims_kernel_at(unsigned index);

#endif
