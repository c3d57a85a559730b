/*
 * environment.h: on what the measurements were made.
 */
#ifndef RC_BENCH_MICRO_ENVIRONMENT_H
#define RC_BENCH_MICRO_ENVIRONMENT_H

#include <jansson.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Compiler and flags of the measured loops, kernel, processor, load, revision. NULL: no memory. */
json_t *rc_bench_environment(void);

#ifdef __cplusplus
}
#endif

#endif
