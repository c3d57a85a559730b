/*
 * garbage.h: how much garbage a scheme lets wait at most. garbage_case.c is compiled for each scheme.
 */
#ifndef STRESS_RECLAIM_GARBAGE_H
#define STRESS_RECLAIM_GARBAGE_H

#include <stdbool.h>
#include <stdint.h>

typedef struct garbage {
    const char *scheme;
    bool bounded;
    bool own_helper;  /* a thread of the library's own releases, when it gets a processor */
    uint64_t running; /* peak of unreclaimed objects, while a reader reads and goes on */
    uint64_t stalled; /* while a reader does not end its section */
    uint64_t left;    /* after a drain */
} garbage;

/* One thread replaces an object `replaced` times; another one reads it. */
typedef garbage garbage_case(uint64_t replaced);

#endif
