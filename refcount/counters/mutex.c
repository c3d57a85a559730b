/*
 * mutex.c: what mutex says of itself.
 */
#include "refcount/counter.h"

const rc_backend_info rc_backend = {
    .name = "mutex",
    .description = "a pthread_mutex_t in every object",
    .source = "the textbook",
    .thread_safe = true,
    .deferred_death = false,
    .counter_size = sizeof(rc_counter),
    .header_size = sizeof(rc_header),
    .retain = RC_BLOCKING,
    .release = RC_BLOCKING,
    .try_retain = RC_BLOCKING,
};
