/*
 * litmus.h: what the litmus tests of the memory model share.
 *
 * A litmus test has two to four threads of a few accesses each, and a table of all outcomes that C11 allows
 * (without load buffering, see docs/model.md). The checker must show exactly these: one that is not in the
 * table is as much a fault as one in the table that is never seen.
 *
 * C11 atomics directly, not refcount/atomics.h: what is tested is the checker, with all orders and fences.
 */
#ifndef STRESS_MODEL_LITMUS_H
#define STRESS_MODEL_LITMUS_H

#include "stress/model/model.h"

#include <stdatomic.h>

#define RLX memory_order_relaxed
#define ACQ memory_order_acquire
#define REL memory_order_release
#define AR memory_order_acq_rel
#define SC memory_order_seq_cst

#define LOAD(p, order) atomic_load_explicit(p, order)
#define STORE(p, value, order) atomic_store_explicit(p, value, order)
#define ADD(p, value, order) atomic_fetch_add_explicit(p, value, order)
#define SWAP(p, value, order) atomic_exchange_explicit(p, value, order)
#define FENCE(order) atomic_thread_fence(order)

/*
 * One test: NAME is its identifier, TEXT its name, COUNT the number of threads; BODY the statements of act, with
 * `me` for the thread's number; `r` are the answers, of which the first ANSWERS make the outcome, followed by
 * the final values of the FINALS first of x, y, z.
 */
#define LITMUS(id, text, explanation, count, answers, finals, body, ...)                           \
    MODEL_WORLD struct {                                                                           \
        atomic_int x __attribute__((aligned(8))), y __attribute__((aligned(8))),                   \
            z __attribute__((aligned(8)));                                                         \
        int data;                                                                                  \
        int r[8];                                                                                  \
    } id##_world;                                                                                  \
    static void id##_act(unsigned me)                                                              \
    {                                                                                              \
        atomic_int *x = &id##_world.x, *y = &id##_world.y, *z = &id##_world.z;                     \
        int *r = id##_world.r, *data = &id##_world.data;                                           \
        (void)x, (void)y, (void)z, (void)r, (void)data;                                            \
        switch (me) {                                                                              \
            body                                                                                   \
        }                                                                                          \
    }                                                                                              \
    static void id##_judge(void)                                                                   \
    {                                                                                              \
        const atomic_int *final[] = {&id##_world.x, &id##_world.y, &id##_world.z};                 \
        for (int i = 0; i < answers; i++)                                                          \
            model_say((uint64_t)id##_world.r[i]);                                                  \
        for (int i = 0; i < finals; i++)                                                           \
            model_say((uint64_t)LOAD(final[i], RLX));                                              \
    }                                                                                              \
    static const model_outcome id##_outcomes[] = {__VA_ARGS__, {0}};                               \
    MODEL_PROGRAM(id) = {                                                                          \
        .name = "litmus-" text,                                                                    \
        .summary = explanation,                                                                    \
        .bound = "as it stands",                                                                   \
        .bare = true,                                                                              \
        .threads = count,                                                                          \
        .act = id##_act,                                                                           \
        .judge = id##_judge,                                                                       \
        .outcomes = id##_outcomes,                                                                 \
    }

/* The statements of one thread. */
#define THREAD(number, ...)                                                                        \
    case number:                                                                                   \
        __VA_ARGS__;                                                                               \
        break;

#endif
