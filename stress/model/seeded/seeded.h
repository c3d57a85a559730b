/*
 * seeded.h: known algorithms, each right and with a known bug: the checker must tell them apart.
 *
 * Programs whose names begin with `seeded-` must be found broken, their twins without that sound. C11 atomics
 * directly: some need orders and fences that the library does without.
 */
#ifndef STRESS_MODEL_SEEDED_H
#define STRESS_MODEL_SEEDED_H

#include "stress/model/model.h"
#include "stress/model/seam_functions.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#define RLX memory_order_relaxed
#define ACQ memory_order_acquire
#define REL memory_order_release
#define AR memory_order_acq_rel
#define SC memory_order_seq_cst

/* One algorithm twice: `act` takes whether it is the broken one. `before` and `after` may be NULL. */
#define SEEDED(id, text, explanation, count, before, after)                                        \
    static void id##_right(unsigned thread)                                                        \
    {                                                                                              \
        id##_act(thread, false);                                                                   \
    }                                                                                              \
    static void id##_wrong(unsigned thread)                                                        \
    {                                                                                              \
        id##_act(thread, true);                                                                    \
    }                                                                                              \
    MODEL_PROGRAM(id##_is_right) = {.name = text,                                                  \
                                    .summary = explanation,                                        \
                                    .bound = "as it stands",                                       \
                                    .bare = true,                                                  \
                                    .threads = count,                                              \
                                    .prepare = before,                                             \
                                    .act = id##_right,                                             \
                                    .finish = after};                                              \
    MODEL_PROGRAM(id##_is_wrong) = {.name = "seeded-" text,                                        \
                                    .summary = explanation ", with a bug",                         \
                                    .bound = "as it stands",                                       \
                                    .bare = true,                                                  \
                                    .broken = true,                                                \
                                    .threads = count,                                              \
                                    .prepare = before,                                             \
                                    .act = id##_wrong,                                             \
                                    .finish = after}

#endif
