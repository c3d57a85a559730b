/*
 * retains.h: the references to one object that are still out: where and by whom they were taken.
 *
 * References carry no name, so that which one a release gives back is an estimate: the latest that the
 * same thread took, else the latest of any thread. It points right in most programs because references
 * nest like the functions that take them, and because one that changes threads is mostly the only one
 * that its new thread gives back. It points wrong where a function stores a reference for good and its
 * caller then gives up an older one: the older one is blamed. The number is right in any case.
 *
 * Equal neighbours share one run. Beyond RC_RETAINS_MAX runs, or without memory, references are only
 * counted: they are the latest then, and go first.
 */
#ifndef RC_CHECK_RETAINS_H
#define RC_CHECK_RETAINS_H

#include <stdint.h>

#define RC_RETAINS_MAX 256u

typedef struct rc_retain_run {
    const void *site;
    uint64_t times;
    uint32_t thread;
} rc_retain_run;

typedef struct rc_retains {
    rc_retain_run *run; /* oldest first */
    uint32_t runs, capacity;
    uint64_t nameless; /* taken and not in any run */
} rc_retains;

/* Keeps errno. */
void rc_retains_push(rc_retains *retains, const void *site, uint32_t thread);
void rc_retains_pop(rc_retains *retains, uint32_t thread);
void rc_retains_clear(rc_retains *retains);

#endif
