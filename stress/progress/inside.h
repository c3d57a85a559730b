/*
 * inside.h: states of a biased count that cannot be told, or not be reached in a short time, from outside.
 */
#ifndef STRESS_PROGRESS_INSIDE_H
#define STRESS_PROGRESS_INSIDE_H

#include <stdbool.h>

typedef enum progress_state {
    STATE_NONE,
    STATE_QUEUED,
    STATE_MERGED,
    STATE_DEAD,
    STATE_ANY
} progress_state;

/* `thing` is a bare counter of the backend biased, or an object. */
progress_state progress_biased_state(void *thing, bool counter);

/* The local count is full; for the owner. The references are nobody's. */
void progress_biased_fill(void *thing, bool counter);

/* Merged, with the largest shared count that is not saturated; while nobody else looks. */
void progress_biased_brim(void *thing, bool counter);

#endif
