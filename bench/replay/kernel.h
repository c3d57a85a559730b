/*
 * kernel.h: what of the replay is compiled once per backend: the measured part.
 *
 * Everything else (plan, threads, clock, verdict) is compiled once and reaches a backend through
 * this table, outside the measured loop.
 */
#ifndef RC_BENCH_REPLAY_KERNEL_H
#define RC_BENCH_REPLAY_KERNEL_H

#include "bench/replay/plan.h"
#include "refcount/counter.h"

typedef struct rc_replay_kernel {
    const rc_backend_info *backend;
    int (*attach)(void); /* as rc_thread_attach */
    void (*detach)(void);
    void (*poll)(void);
    /* All steps of one thread: the measured part. False: no memory for an object. */
    bool (*play)(rc_replay_plan *plan, const rc_replay_program *program);
    /* Afterwards: gives up the references that the trace leaves. */
    void (*release_leftovers)(rc_replay_plan *plan, const rc_replay_program *program);
} rc_replay_kernel;

/* The kernels of all backends in the order of refcount/counters/list.h; NULL ends the list. */
extern const rc_replay_kernel *const rc_replay_kernels[];

/* No backend: the order of the events alone, as a measure of what the replay itself costs. */
extern const rc_replay_kernel rc_replay_turns;

#endif
