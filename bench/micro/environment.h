/*
 * environment.h: on what the measurements were made.
 */
#ifndef RC_BENCH_MICRO_ENVIRONMENT_H
#define RC_BENCH_MICRO_ENVIRONMENT_H

#include "refcount/counter.h"

#include <jansson.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Compilers and flags of the measured loops, kernel and what it offers, processor, the libraries' versions, load,
 * revision. NULL: no memory.
 */
json_t *rc_bench_environment(void);

/* In how many ns the clock goes on at a time: shorter times cannot be told apart. */
double rc_bench_clock_step(void);

/* What a backend says of itself. */
json_t *rc_bench_backend(const rc_backend_info *backend);

#ifdef __cplusplus
}
#endif

#endif
