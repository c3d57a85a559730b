/*
 * kernels.c: the kernels of all backends; a new backend is found through the list.
 */
#include "bench/replay/kernel.h"
#include "refcount/counters/list.h"

#define DECLARE(backend) extern const rc_replay_kernel rc_##backend##_replay_kernel;
RC_BACKENDS(DECLARE)

#define ENTRY(backend) &rc_##backend##_replay_kernel,
const rc_replay_kernel *const rc_replay_kernels[] = {RC_BACKENDS(ENTRY) NULL};
