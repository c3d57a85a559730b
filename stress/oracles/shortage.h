/*
 * shortage.h: the library's n-th allocation fails.
 *
 * An allocation is whatever the library asks of the system and may be refused: blocks from its allocator,
 * thread records, a thread exit hook and its value, the fork hooks. The last are replaced when the program
 * is linked (-Wl,--wrap), so that the library is the one that ships.
 *
 * An allocator that refuses leaves an errno of no meaning behind: what the library reports must be its own.
 */
#ifndef STRESS_ORACLES_SHORTAGE_H
#define STRESS_ORACLES_SHORTAGE_H

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>

/* What an allocator that refuses leaves in errno. */
enum { STRESS_SHORTAGE_ERRNO = EDOM };

/* The n-th from now on fails, and (persistent) all after it; 0: none. While no other thread allocates. */
void stress_shortage(uint64_t n, bool persistent);

/* None fails until it is ended; what is asked for meanwhile does not count. */
void stress_shortage_pause(bool paused);

/* How many were asked for, and how many refused, since the last call of stress_shortage with n > 0. */
uint64_t stress_shortage_asked(void);
uint64_t stress_shortage_refused(void);

/* For the allocators: counts one, and says whether it is refused. */
bool stress_shortage_refuses(void);

#endif
