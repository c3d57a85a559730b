/*
 * global.c: the one lock.
 */
#include "refcount/counter.h"

const rc_backend_info rc_backend = {
    .name = "global",
    .description = "one process-wide lock, taken for every operation",
    .source = "the textbook",
    .thread_safe = true,
    .deferred_death = false,
    .counter_size = sizeof(rc_counter),
    .header_size = sizeof(rc_header),
    .retain = RC_BLOCKING,
    .release = RC_BLOCKING,
    .try_retain = RC_BLOCKING,
};

rc_mutex RC_NAME(counter_mutex_) = RC_MUTEX_INITIALIZER;
