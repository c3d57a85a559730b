/*
 * extern.h: the counter as a program sees it that leaves the choice of a backend to the linker or to
 * start-up: opaque, and large enough for any backend.
 *
 * The size is part of the ABI of the installed libraries. Managed objects do not pay it: their header
 * lies before the object's address and has the backend's own size.
 */
#ifndef RC_COUNTERS_EXTERN_H
#define RC_COUNTERS_EXTERN_H

#include <stdint.h>

/* 64 bytes: a pthread_mutex_t (40 on x86-64) with its count, and room for backends to come. */
#define RC_EXTERN_COUNTER_WORDS 8

struct rc_counter {
    uint64_t opaque[RC_EXTERN_COUNTER_WORDS];
};

#endif
