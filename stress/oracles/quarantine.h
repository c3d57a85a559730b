/*
 * quarantine.h: freed memory stays readable for a while, so that a premature free is seen and counted
 * instead of crashed on.
 *
 * Installed as the library's allocator. What the library releases is filled with poison and kept until
 * the threads of a test are at rest (stress_quarantine_settle); then every block that was released must
 * still be as it was left, or somebody has written to freed memory. Nothing here orders the threads: a
 * block's state is one relaxed word, and each thread keeps the list of what it has allocated.
 *
 * Under AddressSanitizer the blocks go back at once: it sees more than poison does.
 */
#ifndef STRESS_ORACLES_QUARANTINE_H
#define STRESS_ORACLES_QUARANTINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

void stress_quarantine_install(void);

/*
 * The first `bytes` of an object are not poisoned, only watched: its header, so that a count of the dead
 * reads as the library left it, and a second release of it is counted instead of followed. An object is a
 * block with 32 bytes more than that; what the library allocates for itself is smaller, and poisoned whole.
 */
void stress_quarantine_keep_headers(size_t bytes);

/*
 * From now on a thread's next allocation of the same size is what it has released last, as most allocators
 * do, so that a stale address leads to a living object. No effect under AddressSanitizer.
 */
void stress_quarantine_reuse(void);

/*
 * Frees what was released, and reports what was written to meanwhile. No thread may be using the library.
 * Returns how many blocks are still in use.
 */
uint64_t stress_quarantine_settle(void);

/* The same, and frees what is in use too: no object may be touched any more. Returns their number. */
uint64_t stress_quarantine_empty(void);

/*
 * True if the library has released the block. Until the next settle; the caller must know that it came
 * from here. Always true under AddressSanitizer, which knows by itself what leaks.
 */
bool stress_quarantine_released(const void *memory);

/* How many blocks of fewer than `size` bytes are in use. Under AddressSanitizer 0. At rest. */
uint64_t stress_quarantine_in_use(size_t size);

#endif
