/*
 * quarantine.h: freed memory stays readable for a while, so that a premature free is seen and counted
 * instead of crashed on.
 *
 * Installed as the library's allocator. What the library releases waits in a queue of fixed length before
 * it goes back to the system; what it never releases goes back at the end, so that a leak that a scenario
 * provoked on purpose is not one of the process.
 */
#ifndef STRESS_ORACLES_QUARANTINE_H
#define STRESS_ORACLES_QUARANTINE_H

#include <stdint.h>

/* Blocks that wait at the most. */
#define STRESS_QUARANTINE_BLOCKS 65536

void stress_quarantine_install(void);

/* Gives everything back. No object may be used any more. Returns how many blocks were never released. */
uint64_t stress_quarantine_empty(void);

/* How many blocks were released twice, instead of which they were counted. */
uint64_t stress_quarantine_double_frees(void);

#endif
