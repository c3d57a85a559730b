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
#include "stress/model/twins.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#define RLX memory_order_relaxed
#define ACQ memory_order_acquire
#define REL memory_order_release
#define AR memory_order_acq_rel
#define SC memory_order_seq_cst

/* One algorithm twice. `before` and `after` may be NULL. */
#define SEEDED(id, text, explanation, count, before, after)                                        \
    MODEL_TWINS(id, text, explanation, .bound = "as it stands", .bare = true, .threads = count,    \
                .prepare = before, .finish = after)

#endif
