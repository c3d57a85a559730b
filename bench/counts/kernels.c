/*
 * kernels.c: the kernels of all backends and peers; a new backend is found through the list.
 */
#include "bench/counts/kernel.h"
#include "refcount/counters/list.h"

#define DECLARE(backend) extern const rc_bench_kernel rc_##backend##_bench_kernel;
RC_BACKENDS(DECLARE)
extern const rc_bench_kernel rc_bench_c11_kernel;

#define ENTRY(backend) &rc_##backend##_bench_kernel,
const rc_bench_kernel *const rc_bench_kernels[] = {RC_BACKENDS(ENTRY) & rc_bench_c11_kernel, NULL};
