/*
 * plain.c: what plain says of itself.
 */
#include "refcount/counter.h"

const rc_backend_info rc_backend = {
    .name = "plain",
    .description = "a plain number: right on one thread or under an interpreter lock",
    .source = "single-threaded runtimes; CPython under its GIL",
    .thread_safe = false,
    .deferred_death = false,
    .counter_size = sizeof(rc_counter),
    .header_size = sizeof(rc_header),
    .retain = RC_WAIT_FREE,
    .release = RC_WAIT_FREE,
    .try_retain = RC_WAIT_FREE,
};
