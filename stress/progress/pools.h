/*
 * pools.h: an allocator that makes nobody wait: each thread takes from memory of its own, and what it frees
 * it keeps for itself. Progress is measured with it, because malloc has locks of its own.
 */
#ifndef STRESS_PROGRESS_POOLS_H
#define STRESS_PROGRESS_POOLS_H

#include <stdbool.h>
#include <stddef.h>

/* The library allocates here from now on; no object may exist. */
void progress_pools_install(void);

/* The calling thread has memory from now on, and gives it to a later thread. */
void progress_pool_open(void);
void progress_pool_close(void);

/* NULL if the thread's memory is used up, or if it was told to refuse. */
void *progress_pool_allocate(size_t size);
void progress_pool_release(void *block);

/* The calling thread's allocations fail. */
void progress_pool_refuse(bool refuse);

#endif
